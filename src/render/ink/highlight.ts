import hljs from "highlight.js/lib/core"
import bash from "highlight.js/lib/languages/bash"
import cpp from "highlight.js/lib/languages/cpp"
import csharp from "highlight.js/lib/languages/csharp"
import fsharp from "highlight.js/lib/languages/fsharp"
import go from "highlight.js/lib/languages/go"
import haskell from "highlight.js/lib/languages/haskell"
import java from "highlight.js/lib/languages/java"
import javascript from "highlight.js/lib/languages/javascript"
import julia from "highlight.js/lib/languages/julia"
import kotlin from "highlight.js/lib/languages/kotlin"
import latex from "highlight.js/lib/languages/latex"
import markdown from "highlight.js/lib/languages/markdown"
import matlab from "highlight.js/lib/languages/matlab"
import perl from "highlight.js/lib/languages/perl"
import powershell from "highlight.js/lib/languages/powershell"
import python from "highlight.js/lib/languages/python"
import r from "highlight.js/lib/languages/r"
import ruby from "highlight.js/lib/languages/ruby"
import rust from "highlight.js/lib/languages/rust"
import scala from "highlight.js/lib/languages/scala"
import sql from "highlight.js/lib/languages/sql"
import typescript from "highlight.js/lib/languages/typescript"
import xml from "highlight.js/lib/languages/xml"
import type { SyntaxSlot } from "./palette.js"
import type { Highlight, HighlightSpan } from "./syntax.js"

/** Colors code by highlight.js. To be loaded only where there are colors: its grammars weigh more than the
 *  rest of the program. Lines that IPython reads before the language does (`%time`, `!ls`) are magic. */
export const highlight: Highlight = (code, language) => {
  const name = grammarName(language)
  if (name === undefined) return []
  if (hljs.getLanguage(name) === undefined) hljs.registerLanguage(name, GRAMMARS[name])
  const magics = name === "markdown" ? [] : magicLines(code)
  const masked = name === "markdown" ? code : code.replace(MAGIC, (line) => " ".repeat(line.length))
  const spans = spansOf(hljs.highlight(masked, { language: name, ignoreIllegals: true }).value)
  return withMagics(spans, magics)
}

const GRAMMARS = {
  bash,
  cpp,
  csharp,
  fsharp,
  go,
  haskell,
  java,
  javascript,
  julia,
  kotlin,
  latex,
  markdown,
  matlab,
  perl,
  powershell,
  python,
  r,
  ruby,
  rust,
  scala,
  sql,
  typescript,
  xml,
}

export type GrammarName = keyof typeof GRAMMARS

/** Names that kernels give to languages whose grammar is called otherwise. */
const OTHER_NAMES: { readonly [language: string]: GrammarName } = {
  "c#": "csharp",
  "c++": "cpp",
  "c++11": "cpp",
  "c++14": "cpp",
  "c++17": "cpp",
  c: "cpp",
  "f#": "fsharp",
  html: "xml",
  ipython: "python",
  ipython3: "python",
  ir: "r",
  octave: "matlab",
  python2: "python",
  python3: "python",
  pwsh: "powershell",
  sagemath: "python",
  sh: "bash",
  zsh: "bash",
}

/** The grammar of a language, named as notebooks name it. */
export function grammarName(language: string): GrammarName | undefined {
  if (Object.hasOwn(OTHER_NAMES, language)) return OTHER_NAMES[language]
  const names = Object.keys(GRAMMARS) as readonly GrammarName[]
  return names.find((name) => name === language) ?? names.find((name) => language.startsWith(`${name} `))
}

interface CodeRange {
  readonly from: number
  readonly to: number
}

const MAGIC = /^[ \t]*(?:%{1,2}[A-Za-z]|!|\?).*$/gm

function magicLines(code: string): readonly CodeRange[] {
  return [...code.matchAll(MAGIC)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }))
}

/** Spans with the magic lines in their places; no other span lies in what was masked, or is cut there. Both lists are
 *  sorted, and are gone through once. */
function withMagics(spans: readonly HighlightSpan[], magics: readonly CodeRange[]): readonly HighlightSpan[] {
  if (magics.length === 0) return spans
  const whole: HighlightSpan[] = []
  let next = 0
  for (const span of spans) {
    let from = span.from
    for (; next < magics.length; next++) {
      const magic = magics[next] as CodeRange
      if (magic.from >= span.to) break
      if (from < magic.from) whole.push({ ...span, from, to: magic.from })
      from = Math.max(from, magic.to)
      if (magic.to > span.to) break
      whole.push({ ...magic, slot: "magic" })
    }
    if (from < span.to) whole.push({ ...span, from })
  }
  return [...whole, ...magics.slice(next).map((magic) => ({ ...magic, slot: "magic" as const }))]
}

/** What highlight.js writes: text with five characters as entities, in nested spans with a class. */
const TOKEN = /<span class="([^"]*)">|<\/span>|&(?:amp|lt|gt|quot|#x27);|[^<&]+/g

function spansOf(html: string): readonly HighlightSpan[] {
  const spans: HighlightSpan[] = []
  const open: (SyntaxSlot | undefined)[] = []
  let at = 0
  for (const [token, classes] of html.matchAll(TOKEN)) {
    if (classes !== undefined) open.push(slotOf(classes) ?? open.at(-1))
    else if (token === "</span>") open.pop()
    else {
      const to = at + (token.startsWith("&") ? 1 : token.length)
      const slot = open.at(-1)
      const last = spans.at(-1)
      if (slot !== undefined && last?.slot === slot && last.to === at)
        spans[spans.length - 1] = { ...last, to }
      else if (slot !== undefined) spans.push({ from: at, to, slot })
      at = to
    }
  }
  return spans
}

/** The slots of highlight.js's classes; what is not here looks like what it is in. */
const SLOTS: { readonly [name: string]: SyntaxSlot } = {
  "hljs-keyword": "keyword",
  "hljs-literal": "keyword",
  "hljs-operator": "keyword",
  "hljs-selector-tag": "keyword",
  "hljs-name": "keyword",
  "hljs-string": "string",
  "hljs-char": "string",
  "hljs-regexp": "string",
  "hljs-symbol": "string",
  "hljs-code": "string",
  "hljs-link": "string",
  "hljs-quote": "comment",
  "hljs-number": "number",
  "hljs-comment": "comment",
  "hljs-doctag": "comment",
  "hljs-title": "title",
  "hljs-section": "title",
  "hljs-type": "type",
  "hljs-built_in": "type",
  "hljs-attr": "type",
  "hljs-attribute": "type",
  "hljs-meta": "magic",
  "hljs-bullet": "magic",
  "hljs-formula": "magic",
  "hljs-strong": "strong",
  "hljs-emphasis": "emphasis",
}

function slotOf(classes: string): SyntaxSlot | undefined {
  const name = classes.split(" ", 1)[0] ?? ""
  return Object.hasOwn(SLOTS, name) ? SLOTS[name] : undefined
}
