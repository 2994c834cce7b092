/** What a source is compared by: its words and its pairs of neighboring words, as 32-bit hashes in the order
 *  of the text, at most `most` of them. A character of a script without spaces is a word; a source without
 *  words is one term. */
export function termsOf(source: string, most: number): Int32Array {
  const terms = new Int32Array(Math.min(most, 2 * source.length + 1))
  let count = 0
  let previous = 0
  // One character after the other, calling nothing for ASCII: most calls are cold, where a call costs as much as ten
  // characters.
  let word = NO_WORD
  for (let i = 0; i <= source.length && count < terms.length; i++) {
    const unit = i < source.length ? source.charCodeAt(i) : END
    const kind = unit < ASCII_END ? ASCII_KINDS[unit] : kindBeyondAscii(unit)
    if (kind === IN_WORD) {
      word = Math.imul(word ^ unit, PRIME) | 1
      continue
    }
    if (word !== NO_WORD) {
      terms[count++] = word
      if (previous !== 0) terms[count++] = Math.imul(previous, PAIR) ^ word
      previous = word
      word = NO_WORD
    }
    if (kind === WHOLE_WORD) {
      const whole = Math.imul(NO_WORD ^ unit, PRIME) | 1
      terms[count++] = whole
      if (previous !== 0) terms[count++] = Math.imul(previous, PAIR) ^ whole
      previous = whole
    }
  }
  if (count === 0 && source.trim() !== "") terms[count++] = hash(source.trim())
  return terms.subarray(0, count)
}

/** FNV-1a's offset basis and prime; the pairs are spread by the golden ratio. */
const NO_WORD = 0x811c9dc5 | 0
const PRIME = 0x01000193
const PAIR = 0x9e3779b1

/** What is after a source: no word goes on there. */
const END = 0

type UnitKind = 0 | 1 | 2
const BETWEEN: UnitKind = 0
const IN_WORD: UnitKind = 1
const WHOLE_WORD: UnitKind = 2

const ASCII_END = 0x80

/** Of a UTF-16 unit. Outside ASCII every letter, mark and symbol is part of a word: identity is asked for
 *  here, not meaning. */
function kindBeyondAscii(unit: number): UnitKind {
  if (unit < 0xc0) return BETWEEN // Latin-1 controls and signs
  if (unit >= 0x2000 && unit < 0x2070) return BETWEEN // spaces, dashes, quotes
  if (unit >= 0x3000 && unit < 0x3005) return BETWEEN // ideographic space and stops
  if (unit >= 0x2e80 && unit < 0xa000) return WHOLE_WORD // kana, han
  return IN_WORD
}

/** `IN_WORD` for the letters, the digits and the underscore. */
const ASCII_KINDS = new Uint8Array(ASCII_END)
ASCII_KINDS.fill(IN_WORD, 0x30, 0x3a)
  .fill(IN_WORD, 0x41, 0x5b)
  .fill(IN_WORD, 0x61, 0x7b)
  .fill(IN_WORD, 0x5f, 0x60)

function hash(text: string): number {
  let value = NO_WORD
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), PRIME)
  return value | 1
}
