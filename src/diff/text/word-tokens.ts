/** The words, runs of white space and single other characters of a line; joined they are the line. No token
 *  ends inside a surrogate pair, a combining sequence, a flag or an emoji joined of several, so neither does
 *  a range of whole tokens. */
export function wordTokens(line: string): readonly string[] {
  return line.match(isAscii(line) ? ASCII_TOKEN : anyToken()) ?? []
}

/** Whether the token is a word or a number, not white space or punctuation. */
export function isWord(word: string): boolean {
  return isAscii(word) ? /^\w/.test(word) : /^[\p{L}\p{N}\p{Pc}]/u.test(word)
}

export function isSpace(word: string): boolean {
  return /^\s/.test(word)
}

function isAscii(text: string): boolean {
  return !/[^\x00-\x7f]/.test(text)
}

/** The same tokens as `anyToken` makes of ASCII. */
const ASCII_TOKEN = /\s+|\d+(?:\.\d+)+|\w+|./gs

/** What continues the character before it: marks, skin tones, a joiner, vowels of Thai and Lao, half-width
 *  voicing, tags of a flag. */
const EXTENDING = String.raw`\p{M}\p{Emoji_Modifier}\u200c\u0e33\u0eb3\uff9e\uff9f\u{e0020}-\u{e007f}`

/** Scripts written without spaces, where each character is a token. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`

const TOKEN_KINDS = [
  String.raw`\s+`,
  String.raw`\p{RI}\p{RI}`,
  String.raw`\p{Extended_Pictographic}(?:[${EXTENDING}]*\u200d\p{Extended_Pictographic})*`,
  String.raw`\p{Nd}+(?:\.\p{Nd}+)+`,
  UNSPACED,
  String.raw`(?:(?!${UNSPACED})[\p{L}\p{N}\p{Pc}${EXTENDING}\u200d])+`,
  "[^]",
]

let token: RegExp | undefined

/** Made when first asked for: it takes longer than a small diff of ASCII. */
function anyToken(): RegExp {
  token ??= new RegExp(TOKEN_KINDS.map((kind) => `(?:${kind})[${EXTENDING}\\u200d]*`).join("|"), "gu")
  return token
}
