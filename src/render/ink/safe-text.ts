/** Text from a notebook or the name of a file, fit to be shown: what would steer a terminal, turn the
 *  reading direction or hide itself is there as visible text. Nothing reaches a reader but through here.
 *
 *  A control character of ASCII is shown as git and less show it (ESC is `^[`, a carriage return `^M`), any
 *  other character by its number (`<U+202E>`). `kept` holds the characters that the caller deals with itself. */
export function safeText(text: string, kept = ""): string {
  return PRINTABLE_ASCII.test(text)
    ? text
    : text.replace(marked(), (character, hidden) => shown(character, hidden, kept))
}

/** A safe text, and where each place of the text that came in is in it. */
export interface SafeText {
  readonly text: string
  readonly at: (offset: number) => number
}

/** The same, for a text in which ranges of the original are to be found again. */
export function safeTextWithOffsets(original: string, kept = ""): SafeText {
  if (PRINTABLE_ASCII.test(original)) return { text: original, at: (offset) => offset }
  const ends: number[] = []
  const shifts: number[] = []
  let shift = 0
  const text = original.replace(marked(), (character: string, hidden: string | undefined, offset: number) => {
    const result = shown(character, hidden, kept)
    if (result.length === character.length) return result
    shift += result.length - character.length
    ends.push(offset + character.length)
    shifts.push(shift)
    return result
  })
  const at = (offset: number): number => {
    const after = ends.findLastIndex((end) => end <= offset)
    return offset + (shifts[after] ?? 0)
  }
  return { text, at }
}

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/

/** Scripts whose letters take another form beside a zero-width joiner or non-joiner. */
const JOINING = [
  "Arabic",
  "Bengali",
  "Devanagari",
  "Gujarati",
  "Gurmukhi",
  "Kannada",
  "Khmer",
  "Malayalam",
  "Mongolian",
  "Myanmar",
  "Oriya",
  "Sinhala",
  "Syriac",
  "Tamil",
  "Telugu",
]
  .map((script) => `\\p{Script=${script}}`)
  .join("")

/** Invisible characters where they do what they are for: a joiner between letters that need it or between
 *  emoji, a selector after the character it varies. */
const IN_PLACE = [
  "\\p{Extended_Pictographic}[\\ufe0e\\ufe0f]?\\p{Emoji_Modifier}?" +
    "(?:\\u200d\\p{Extended_Pictographic}\\ufe0f?\\p{Emoji_Modifier}?)*",
  "[#*0-9]\\ufe0f\\u20e3",
  "\\p{Script=Han}[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]",
  "\\p{Script=Mongolian}[\\u180b-\\u180d]",
  `(?<=[${JOINING}])[\\u200c\\u200d](?=[${JOINING}])`,
].join("|")

/** Signs that Unicode calls format characters although they are seen: they go before Arabic numbers. */
const SEEN_FORMAT = "\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}"

/** Control and format characters (bidi, tags), separators of lines, lone surrogates, and all that a font
 *  leaves out. */
const HIDDEN = `(?![${SEEN_FORMAT}])[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Default_Ignorable_Code_Point}]`

let pattern: RegExp | undefined

/** What `shown` is asked about. Made when first asked for: it takes longer than a small diff of ASCII. */
function marked(): RegExp {
  pattern ??= new RegExp(`${IN_PLACE}|(${HIDDEN})`, "gu")
  return pattern
}

function shown(character: string, hidden: string | undefined, kept: string): string {
  if (hidden === undefined || kept.includes(hidden)) return character
  const code = hidden.codePointAt(0) ?? 0
  if (code < 0x80) return `^${String.fromCharCode(code ^ CONTROL)}`
  return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`
}

/** The bit by which the control key changes a character: `^A` is 1, `^?` is 127. */
const CONTROL = 0x40
