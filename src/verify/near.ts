/** How far two numbers may be apart and still count as one: `|x − y| ≤ atol + rtol · max(|x|, |y|)`. */
export interface Tolerance {
  /** A share of the larger of the two. */
  readonly rtol: number
  /** An amount. */
  readonly atol: number
}

export interface Nearness {
  /** The words are the same, and no number is farther away than the tolerance allows. */
  readonly isNear: boolean
  /** The largest difference of two numbers, as a share of the larger: 0 where none differs, Infinity where words do. */
  readonly worst: number
}

export const EQUAL: Nearness = { isNear: true, worst: 0 }
export const FAR: Nearness = { isNear: false, worst: Number.POSITIVE_INFINITY }

/** Compares two texts word by word. Only numbers with a decimal point or an exponent are measured: whole numbers count,
 *  name and date things, so they are words. White space may differ only where a number does, since a number of another
 *  length moves what is after it:
 *
 *      [0.1 0.25]  ~  [0.10000000001 0.25]     near
 *      [0.1 0.25]  ~  [0.1  0.25]              not near
 *      312 rows    ~  313 rows                 not near */
export function nearness(a: string, b: string, tolerance: Tolerance): Nearness {
  if (a === b) return EQUAL
  const [x, y] = [wordsOf(a), wordsOf(b)]
  let nearest = EQUAL
  let isMoved = false
  for (;;) {
    const [one, other] = [x.next(), y.next()]
    if (one.done === true || other.done === true) return one.done === other.done && isMoved ? nearest : FAR
    if (one.value === other.value) continue
    const compared = numberNearness(one.value, other.value, tolerance)
    if (compared.worst === Number.POSITIVE_INFINITY) return FAR
    isMoved = true
    nearest = farther(nearest, compared)
  }
}

/** The nearness of what is as far apart as the farther of two parts. */
export function farther(a: Nearness, b: Nearness): Nearness {
  return { isNear: a.isNear && b.isNear, worst: Math.max(a.worst, b.worst) }
}

function numberNearness(a: string, b: string, { rtol, atol }: Tolerance): Nearness {
  if (!NUMBER.test(a) || !NUMBER.test(b) || !(isMeasured(a) || isMeasured(b))) return FAR
  const [x, y] = [Number(a), Number(b)]
  const scale = Math.max(Math.abs(x), Math.abs(y))
  if (scale === Number.POSITIVE_INFINITY) return FAR
  const distance = Math.abs(x - y)
  // half of each first: the difference of two large numbers may be infinite
  const worst = scale === 0 ? 0 : 2 * (Math.abs(x / 2 - y / 2) / scale)
  return { isNear: distance <= atol + rtol * scale, worst }
}

function isMeasured(word: string): boolean {
  return /[.eE]/.test(word)
}

/** Every repetition is bounded, and what is not a number is one word up to its end: the time is linear in the text. */
const DIGITS = "(?:\\d{1,40}(?:\\.\\d{0,40})?|\\.\\d{1,40})(?:[eE][+-]?\\d{1,3})?"
const LETTER = "[\\w\\p{L}\\p{M}]"
const NUMBER = new RegExp(`^[+-]?${DIGITS}$`)

/** A number with its sign, unless something is in front of the sign that the number is added to or subtracted from; a
 *  unit of up to three letters may follow it, and a period that ends a sentence. A version or an address such as 1.2.3
 *  is one word, and so is a name with digits in it. */
const WORD = new RegExp(
  `(?<![\\w.)\\]])[+-]?${DIGITS}(?!${LETTER}|\\.${LETTER})|(?<![\\w.)\\]])[+-]?${DIGITS}(?=\\p{L}{1,3}(?!${LETTER}|\\.))|(?:${LETTER}|\\.)+|\\S`,
  "gu",
)

function* wordsOf(text: string): Generator<string, undefined> {
  for (const [word] of text.matchAll(WORD)) yield word
}
