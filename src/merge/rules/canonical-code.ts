/** How a language's text is read, as far as form goes. */
interface CodeDialect {
  /** Brackets between which a line's end is a blank like any other. */
  readonly wrapping: string
  /** Whether a comma before a closing bracket may mean nothing. */
  readonly trailingComma: boolean
  /** Whether lines may be magics or shell commands. */
  readonly magics: boolean
}

const PYTHON: CodeDialect = { wrapping: "([{", trailingComma: true, magics: true }
const R: CodeDialect = { wrapping: "([", trailingComma: false, magics: false }

/** The languages whose formatting is known: in both, `'` and `"` mean the same. In others a blank may be a program:
 *  `a = 1` is a command in a shell, `[1 -2]` a row of two in Julia. */
export const FORMATTED_LANGUAGES: ReadonlyMap<string, CodeDialect> = new Map([
  ["python", PYTHON],
  ["python3", PYTHON],
  ["ipython", PYTHON],
  ["r", R],
  ["ir", R],
])

/** Returns the code's tokens, without what is form: blanks outside of strings and not at a line's start, the kind of
 *  quotes, a comma before a closing bracket, line ends within brackets. Undefined where a string is not closed. */
export function canonicalCode(code: string, dialect: CodeDialect): string | undefined {
  const tokens = tokensOf(code, dialect)
  if (tokens === undefined) return undefined
  const kept = dialect.trailingComma ? tokens.filter((_, i) => !isIdleComma(tokens, i)) : tokens
  return kept.map(({ text }) => text).join(SEPARATOR)
}

/** A character that no source holds. */
const SEPARATOR = "\u0000"

interface CodeToken {
  readonly kind: "string" | "comment" | "end" | "indent" | "word" | "sign" | "opaque"
  readonly text: string
  /** Of a closing bracket and of a comma: where the token list has the bracket that it belongs to. */
  readonly opener?: number | undefined
}

const SIGNS =
  /\*\*=|\/\/=|<<=|>>=|\.\.\.|<<-|->>|%[^%\s]*%|[-+*/%&|^@:<>=!]=|\*\*|\/\/|<<|>>|->|<-|\|>|:::?|&&|\|\||\+\+|--/
    .source

const TOKEN = new RegExp(
  [
    String.raw`(?<string>[rbuf]{0,2}(?:'''[^]*?'''|"""[^]*?"""|'(?:\\[^]|[^'\\\n])*'|"(?:\\[^]|[^"\\\n])*"))`,
    String.raw`(?<comment>#[^\n]*)`,
    String.raw`(?<joined>\\\r?\n)`,
    String.raw`(?<end>\r?\n)`,
    String.raw`(?<blank>[^\S\n]+)`,
    String.raw`(?<word>(?:\d[\d_]*(?:\.\d*)?(?:e[-+]?\d+)?|[\p{L}\p{N}\p{Pc}\p{M}])+)`,
    `(?<sign>${SIGNS}|[^])`,
  ].join("|"),
  "giuy",
)

function tokensOf(code: string, { wrapping, magics }: CodeDialect): readonly CodeToken[] | undefined {
  const tokens: CodeToken[] = []
  const open: number[] = []
  const isWrapped = (): boolean => wrapping.includes(tokens[open.at(-1) ?? -1]?.text ?? "?")
  let isStart = true
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < code.length) {
    const at = TOKEN.lastIndex
    if (isStart && magics && open.length === 0) {
      const [command] = COMMAND.exec(code.slice(at, at + LONGEST_COMMAND)) ?? []
      if (command !== undefined) {
        tokens.push({ kind: "opaque", text: command })
        TOKEN.lastIndex = at + command.length
        isStart = false
        continue
      }
    }
    const groups = TOKEN.exec(code)?.groups ?? {}
    const { string, comment, end, blank, word, sign } = groups
    if (string !== undefined) {
      if (isUnclosed(string, code, TOKEN.lastIndex)) return undefined
      tokens.push({ kind: "string", text: canonicalString(string) })
    } else if (comment !== undefined) tokens.push({ kind: "comment", text: canonicalComment(comment) })
    else if (end !== undefined && !isWrapped()) tokens.push({ kind: "end", text: "\n" })
    else if (blank !== undefined && isStart && !isWrapped()) tokens.push({ kind: "indent", text: blank })
    else if (word !== undefined) tokens.push({ kind: "word", text: word })
    else if (sign !== undefined) {
      if (`'"\``.includes(sign)) return undefined
      pushSign(tokens, open, sign)
    } else if (groups.joined !== undefined) tokens.push({ kind: "sign", text: "\\" })
    isStart = end !== undefined
  }
  return withoutIdleIndents(tokens)
}

/** A line of a magic or a shell command, or one that takes what such a line gives. */
const COMMAND = /^[^\S\n]*(?:[\p{L}\p{N}_.,\s]*=[^\S\n]*)?[!%][^\n]*/u
const LONGEST_COMMAND = 10_000

/** Two quotes that a third follows open a string which nothing closes. */
function isUnclosed(string: string, code: string, after: number): boolean {
  return /^[rbuf]{0,2}(?:''|"")$/i.test(string) && code[after] === string.at(-1)
}

function pushSign(tokens: CodeToken[], open: number[], sign: string): void {
  if ("([{".includes(sign)) {
    open.push(tokens.length)
    tokens.push({ kind: "sign", text: sign })
    return
  }
  const opener = open.at(-1)
  if (")]}".includes(sign)) open.pop()
  tokens.push({ kind: "sign", text: sign, opener })
}

/** The string between the quotes that most have, where neither kind is in it. */
function canonicalString(string: string): string {
  const [, prefix = "", quotes = "", inner = ""] = /^(\w*)('''|"""|'|")(.*)\2$/s.exec(string) ?? []
  if (/['"\\]/.test(inner)) return string
  const double = '"'.repeat(quotes.length)
  return prefix + double + inner + double
}

function canonicalComment(comment: string): string {
  return comment
    .replace(/\s+/g, " ")
    .replace(/^(#+) /, "$1")
    .trimEnd()
}

/** Blanks in a line that holds nothing else are not indentation. */
function withoutIdleIndents(tokens: readonly CodeToken[]): readonly CodeToken[] {
  const isIdle = ({ kind }: CodeToken, i: number): boolean =>
    kind === "indent" && (tokens[i + 1] === undefined || tokens[i + 1]?.kind === "end")
  if (!tokens.some(isIdle)) return tokens
  const places = new Map<number, number>()
  const kept: CodeToken[] = []
  for (const [i, token] of tokens.entries()) {
    if (isIdle(token, i)) continue
    places.set(i, kept.length)
    kept.push(token.opener === undefined ? token : { ...token, opener: places.get(token.opener) })
  }
  return kept
}

/** Whether a comma before a closing bracket means nothing: `(a,)` is a tuple, `x[a,]` an index of two, and neither
 *  `f(a,)` nor `(a, b,)` nor `[a,]` is. */
function isIdleComma(tokens: readonly CodeToken[], i: number): boolean {
  const comma = tokens[i]
  const opener = comma?.opener
  if (comma?.kind !== "sign" || comma.text !== "," || opener === undefined) return false
  const next = nextCode(tokens, i + 1)
  if (next?.kind !== "sign" || next.opener !== opener || !")]}".includes(next.text)) return false
  const bracket = tokens[opener]?.text
  if (bracket === "{" || hasOtherComma(tokens, opener, i)) return tokens[i - 1]?.text !== ","
  return (bracket === "(") === isApplied(tokens, opener) && i - 1 > opener
}

function nextCode(tokens: readonly CodeToken[], from: number): CodeToken | undefined {
  let i = from
  while (tokens[i]?.kind === "comment" || tokens[i]?.kind === "end") i++
  return tokens[i]
}

function hasOtherComma(tokens: readonly CodeToken[], opener: number, end: number): boolean {
  return tokens.slice(opener, end).some((token) => token.text === "," && token.opener === opener)
}

/** Whether the bracket follows a value: a call, or an index. */
function isApplied(tokens: readonly CodeToken[], opener: number): boolean {
  const last = tokens[opener - 1]
  if (last === undefined) return false
  if (last.kind === "word") return !KEYWORDS.has(last.text)
  return last.kind === "string" || (last.kind === "sign" && ")]}".includes(last.text))
}

const KEYWORDS: ReadonlySet<string> = new Set(
  "and as assert async await del elif else except exec for from if import in is lambda not or print raise return while with yield".split(
    " ",
  ),
)
