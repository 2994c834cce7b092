import type { Formula } from "./formula.js"

/** A source whose formulas are replaced by `\ue000<number>\ue001`, so that Markdown does not read their underscores. */
export interface SourceWithoutFormulas {
  readonly text: string
  readonly formulas: readonly Formula[]
}

/** Takes formulas out as Jupyter does: `$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]` and environments, but not from code. In linear
 *  time: of each kind of delimiter that has no end, the end is looked for once. */
export function withoutFormulas(source: string): SourceWithoutFormulas {
  const clean = source.replace(/[\ue000\ue001]/g, "\ufffd")
  if (!/[$\\]/.test(clean)) return { text: clean, formulas: [] }
  const formulas: Formula[] = []
  const scanner = newScanner(clean)
  let text = ""
  let at = 0
  for (let next = scanner.find(0); next !== undefined; next = scanner.find(next.end)) {
    if (next.kind === "skip") continue
    const { from, end, tex, display } = next
    text += `${clean.slice(at, from)}\ue000${formulas.length}\ue001`
    formulas.push({ tex, display, written: clean.slice(from, end) })
    at = end
  }
  return { text: text + clean.slice(at), formulas }
}

/** The text with its formulas back in their places. */
export function withFormulas(text: string, formulas: readonly Formula[]): string {
  return text.includes("\ue000")
    ? text.replace(/\ue000(\d+)\ue001/g, (_, number) => formulas[Number(number)]?.written ?? "")
    : text
}

type Found =
  | { readonly kind: "skip"; readonly end: number }
  | {
      readonly kind: "formula"
      readonly from: number
      readonly end: number
      readonly tex: string
      readonly display: boolean
    }

interface Scanner {
  /** What comes first at `from` or after it. */
  find(from: number): Found | undefined
}

const STARTS = /`+|~{3,}|\$\$?|\\(?:\\[([]|begin\{([a-zA-Z]{1,20}\*?)\}|.)/gs

function newScanner(source: string): Scanner {
  /** Delimiters that have no end any more. */
  const endless = new Set<string>()
  const endOf = (delimiter: string, from: number): number => {
    if (endless.has(delimiter)) return -1
    const end = source.indexOf(delimiter, from)
    if (end < 0) endless.add(delimiter)
    return end
  }
  const between = (from: number, start: number, close: string, display: boolean): Found => {
    const end = endOf(close, start)
    if (end < 0 || source.slice(start, end).trim() === "") return { kind: "skip", end: start }
    return { kind: "formula", from, end: end + close.length, tex: source.slice(start, end), display }
  }
  return {
    find(from) {
      STARTS.lastIndex = from
      const match = STARTS.exec(source)
      if (match === null) return undefined
      const [start, environment] = match
      const at = match.index
      const behind = at + start.length
      if (start.startsWith("`") || start.startsWith("~"))
        return { kind: "skip", end: codeEnd(source, at, start, endOf) }
      if (start === "$$") return between(at, behind, "$$", true)
      if (start === "$") return inlineFormula(source, at)
      if (start === "\\\\(") return between(at, behind, "\\\\)", false)
      if (start === "\\\\[") return between(at, behind, "\\\\]", true)
      if (environment !== undefined)
        return environmentFormula(source, at, behind, `\\end{${environment}}`, endOf)
      return { kind: "skip", end: behind }
    },
  }
}

type EndOf = (delimiter: string, from: number) => number

function environmentFormula(
  source: string,
  from: number,
  behind: number,
  close: string,
  endOf: EndOf,
): Found {
  const end = endOf(close, behind)
  if (end < 0) return { kind: "skip", end: behind }
  const after = end + close.length
  return { kind: "formula", from, end: after, tex: source.slice(from, after), display: true }
}

/** Where a fence or a span of code ends; after its start where it has no end. */
function codeEnd(source: string, at: number, fence: string, endOf: EndOf): number {
  const behind = at + fence.length
  const isFence = fence.length >= 3 && /^ {0,3}$/.test(source.slice(source.lastIndexOf("\n", at - 1) + 1, at))
  if (isFence) {
    const end = endOf(`\n${fence}`, behind)
    return end < 0 ? source.length : end + fence.length + 1
  }
  if (fence.startsWith("~")) return behind
  const end = endOf(fence, behind)
  return end < 0 ? behind : end + fence.length
}

/** Characters that an inline formula may have. */
const LONGEST_INLINE = 2_000

/** `$…$` within a paragraph. Not `$5 and $10`: no space inside beside the dollars, no digit after. */
function inlineFormula(source: string, from: number): Found {
  const nothing: Found = { kind: "skip", end: from + 1 }
  if (/\s/.test(source[from + 1] ?? " ")) return nothing
  const limit = Math.min(source.length, from + LONGEST_INLINE)
  for (let i = from + 1; i < limit; i++) {
    const character = source[i]
    if (character === "\\") i++
    else if (character === "\n" && /^\s*?\n/.test(source.slice(i + 1, i + 40))) return nothing
    else if (character === "$") {
      if (/\s/.test(source[i - 1] ?? "") || /\d/.test(source[i + 1] ?? "")) return nothing
      return { kind: "formula", from, end: i + 1, tex: source.slice(from + 1, i), display: false }
    }
  }
  return nothing
}
