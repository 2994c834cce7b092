/** What a source is compared by: its words and its pairs of neighbouring words, as 32-bit hashes in the order
 *  of the text, at most `most` of them. A character of a script without spaces is a word; a source without
 *  words is one term. */
export function termsOf(source: string, most: number): Int32Array {
  const terms = new Int32Array(Math.min(most, 2 * source.length + 1))
  let count = 0
  let previous = 0
  let word = 0
  const close = () => {
    if (word === 0) return
    terms[count++] = word
    if (previous !== 0) terms[count++] = Math.imul(previous, 0x9e3779b1) ^ word
    previous = word
    word = 0
  }
  for (let i = 0; i < source.length && count < terms.length; i++) {
    const unit = source.charCodeAt(i)
    const kind = kindOf(unit)
    if (kind !== inWord) close()
    if (kind !== between) word = Math.imul((word === 0 ? 0x811c9dc5 : word) ^ unit, 0x01000193) | 1
    if (kind === wholeWord) close()
  }
  close()
  if (count === 0 && source.trim() !== "") terms[count++] = hash(source.trim())
  return terms.subarray(0, count)
}

type UnitKind = 0 | 1 | 2
const between: UnitKind = 0
const inWord: UnitKind = 1
const wholeWord: UnitKind = 2

/** Of a UTF-16 unit. Outside ASCII every letter, mark and symbol is part of a word: identity is asked for
 *  here, not meaning. */
function kindOf(unit: number): UnitKind {
  if (unit < 0x80) return isAsciiWord(unit) ? inWord : between
  if (unit < 0xc0) return between // Latin-1 controls and signs
  if (unit >= 0x2000 && unit < 0x2070) return between // spaces, dashes, quotes
  if (unit >= 0x3000 && unit < 0x3005) return between // ideographic space and stops
  if (unit >= 0x2e80 && unit < 0xa000) return wholeWord // kana, han
  return inWord
}

function isAsciiWord(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x30 && unit <= 0x39) ||
    unit === 0x5f
  )
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value | 1
}
