/** The words, runs of white space and single other characters of a line; joined they are the line. No token
 *  ends inside a surrogate pair, a combining sequence, a flag or an emoji joined of several, so neither does
 *  a range of whole tokens. */
export function wordTokens(line: string): readonly string[] {
  return line.match(token) ?? []
}

/** Whether the token is a word or a number, not white space or punctuation. */
export function isWord(word: string): boolean {
  return wordStart.test(word)
}

export function isSpace(word: string): boolean {
  return /^\s/.test(word)
}

/** What continues the character before it: marks, skin tones, a joiner, vowels of Thai and Lao, half-width
 *  voicing, tags of a flag. */
const extending = String.raw`\p{M}\p{Emoji_Modifier}\u200c\u0e33\u0eb3\uff9e\uff9f\u{e0020}-\u{e007f}`

/** Scripts written without spaces, where each character is a token. */
const unspaced = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`

const token = new RegExp(
  [
    String.raw`\s+`,
    String.raw`\p{RI}\p{RI}`,
    String.raw`\p{Extended_Pictographic}(?:[${extending}]*\u200d\p{Extended_Pictographic})*`,
    String.raw`\p{Nd}+(?:\.\p{Nd}+)+`,
    unspaced,
    String.raw`(?:(?!${unspaced})[\p{L}\p{N}\p{Pc}${extending}\u200d])+`,
    "[^]",
  ]
    .map((kind) => `(?:${kind})[${extending}\\u200d]*`)
    .join("|"),
  "gu",
)

const wordStart = /^[\p{L}\p{N}\p{Pc}]/u
