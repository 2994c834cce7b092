import { Lexer, type Token, type Tokens } from "marked"
import { wordTokens } from "../../diff/text/word-tokens.js"
import { safeText } from "../../render/ink/safe-text.js"
import { allowedHtml, LINK_ATTRIBUTES } from "../markup/allowed-html.js"
import {
  escapeHtml,
  type Html,
  html,
  htmlText,
  isEmpty,
  MARK_NAMES,
  type MarkName,
  NOTHING,
  trustedHtml,
} from "../markup/html.js"
import { safeLink } from "../markup/safe-link.js"
import { type Atom, type Block, type Item, type Mark, markKey, type Row } from "./blocks.js"
import { type Formula, formulaHtml } from "./formula.js"
import { withFormulas, withoutFormulas } from "./formulas-in-source.js"

export interface MarkdownOptions {
  /** The picture that an address of the source leads to, or what is there instead. */
  readonly picture: (address: string, alt: string) => Html
}

/** The blocks of a Markdown source, read as JupyterLab reads it; undefined for a source that is too long or too tangled to
 *  be read, which is shown as text. */
export function readMarkdown(source: string, options: MarkdownOptions): readonly Block[] | undefined {
  if (source.length > LONGEST_MARKDOWN || hasTooManyDelimiters(source)) return undefined
  const { text, formulas } = withoutFormulas(source)
  const reader: Reader = { formulas, options, nesting: 0 }
  try {
    return blocksOf(new Lexer({ gfm: true }).lex(text), reader)
  } catch {
    // nested deeper than the stack
    return undefined
  }
}

/** Characters of a source that is read by people. */
const LONGEST_MARKDOWN = 100_000

/** What makes the lexer slow is many of these that pair with nothing. */
const MOST_DELIMITERS = 5_000

function hasTooManyDelimiters(source: string): boolean {
  let count = 0
  for (const _ of source.matchAll(/[*_`[\]<>~|!]/g)) if (++count > MOST_DELIMITERS) return true
  return false
}

interface Reader {
  readonly formulas: readonly Formula[]
  readonly options: MarkdownOptions
  readonly nesting: number
}

/** Blocks within blocks. */
const DEEPEST = 60

function blocksOf(tokens: readonly Token[], reader: Reader): readonly Block[] {
  if (reader.nesting > DEEPEST) throw new RangeError("nested too deeply")
  const inner = { ...reader, nesting: reader.nesting + 1 }
  return tokens.flatMap((token) => blockOf(token as MarkdownToken, inner))
}

type MarkdownToken =
  | Tokens.Space
  | Tokens.Def
  | Tokens.Heading
  | Tokens.Paragraph
  | Tokens.Text
  | Tokens.Code
  | Tokens.Hr
  | Tokens.Blockquote
  | Tokens.List
  | Tokens.Table
  | Tokens.HTML

function blockOf(token: MarkdownToken, reader: Reader): readonly Block[] {
  const raw = withFormulas(token.raw, reader.formulas)
  const key = `${token.type}\0${raw.trim()}`
  switch (token.type) {
    case "space":
      return []
    case "def":
      return [{ kind: "hidden", raw, text: raw, key }]
    case "heading":
      return [textBlock(token.depth, token, raw, key, reader)]
    case "paragraph":
    case "text":
      return [textBlock(0, token, raw, key, reader)]
    case "code":
      return [
        {
          kind: "code",
          language: token.lang ?? "",
          raw,
          text: withFormulas(token.text, reader.formulas),
          key,
        },
      ]
    case "hr":
      return [{ kind: "html", html: html`<hr>`, leftOut: [], raw, text: "---", key }]
    case "blockquote": {
      const blocks = blocksOf(token.tokens, reader)
      return [{ kind: "quote", blocks, raw, text: textOf(blocks), key }]
    }
    case "list":
      return [listBlock(token, raw, key, reader)]
    case "table":
      return [tableBlock(token, raw, key, reader)]
    case "html":
      return [htmlBlock(token.text, raw, key, reader)]
  }
}

function textOf(blocks: readonly Block[]): string {
  return blocks.map(({ text }) => text).join(" ")
}

function textBlock(
  level: number,
  { tokens, text }: Tokens.Heading | Tokens.Paragraph | Tokens.Text,
  raw: string,
  key: string,
  reader: Reader,
): Block {
  const atoms = tokens === undefined ? wordsOf(text, [], reader) : atomsOf(tokens, [], reader)
  return { kind: "text", level, atoms, raw, text: plainText(atoms), key }
}

function plainText(atoms: readonly Atom[]): string {
  return atoms.map(({ text }) => text).join("")
}

function listBlock(
  { ordered, start, items: tokens }: Tokens.List,
  raw: string,
  key: string,
  reader: Reader,
): Block {
  const items = tokens.map((item): Item => {
    const blocks = blocksOf(
      item.tokens.filter(({ type }) => type !== "checkbox"),
      reader,
    )
    const own = withFormulas(item.raw, reader.formulas)
    return {
      blocks,
      isDone: item.task ? item.checked === true : undefined,
      raw: own,
      text: textOf(blocks),
      key: own.trim(),
    }
  })
  return {
    kind: "list",
    start: ordered ? Number(start) || 1 : undefined,
    items,
    raw,
    text: items.map(({ text }) => text).join(" "),
    key,
  }
}

function tableBlock({ header, rows }: Tokens.Table, raw: string, key: string, reader: Reader): Block {
  const rowOf = (cells: readonly Tokens.TableCell[]): Row =>
    cells.map(({ tokens }) => atomsOf(tokens, [], reader))
  return { kind: "table", head: rowOf(header), rows: rows.map(rowOf), raw, text: raw, key }
}

function htmlBlock(source: string, raw: string, key: string, { formulas, options }: Reader): Block {
  const {
    html: written,
    text,
    leftOut,
  } = allowedHtml(withFormulas(source, formulas), { image: options.picture, styles: false })
  if (isEmpty(written) || (text.trim() === "" && !/<(?:img|hr|br|span)/.test(htmlText(written)))) {
    return leftOut.length === 0
      ? { kind: "hidden", raw, text, key }
      : { kind: "html", html: NOTHING, leftOut, raw, text, key }
  }
  return { kind: "html", html: written, leftOut, raw, text, key }
}

type InlineToken =
  | Tokens.Strong
  | Tokens.Em
  | Tokens.Del
  | Tokens.Codespan
  | Tokens.Link
  | Tokens.Image
  | Tokens.Br
  | Tokens.Tag
  | Tokens.Escape
  | Tokens.Text
  /** The box of a list's item, which the item tells. */
  | Tokens.Checkbox

function atomsOf(tokens: readonly Token[], outer: readonly Mark[], reader: Reader): readonly Atom[] {
  const atoms: Atom[] = []
  let marks = outer
  for (const token of tokens as readonly InlineToken[]) {
    if (token.type === "html") {
      const found = inlineHtml(token.raw, marks, outer, reader)
      marks = found.marks
      atoms.push(...found.atoms)
    } else if (token.type !== "checkbox") atoms.push(...inlineAtoms(token, marks, reader))
  }
  return atoms
}

function inlineAtoms(
  token: Exclude<InlineToken, Tokens.Tag | Tokens.Checkbox>,
  marks: readonly Mark[],
  reader: Reader,
): readonly Atom[] {
  switch (token.type) {
    case "strong":
    case "em":
      return atomsOf(token.tokens, [...marks, mark(token.type)], reader)
    case "del":
      return atomsOf(token.tokens, [...marks, mark("s")], reader)
    case "codespan":
      return wordsOf(token.text, [...marks, mark("code")], reader)
    case "link":
      return atomsOf(token.tokens, [...marks, linkMark(token.href)], reader)
    case "image":
      return [pictureAtom(token.href, token.text, marks, reader)]
    case "br":
      return [lineBreak(marks)]
    case "escape":
      return wordsOf(token.text, marks, reader)
    case "text":
      return token.tokens === undefined
        ? wordsOf(unescaped(token), marks, reader)
        : atomsOf(token.tokens, marks, reader)
  }
}

function mark(name: MarkName): Mark {
  return { name, attributes: NOTHING }
}

function linkMark(href: string): Mark {
  const address = safeLink(href)
  return address === undefined
    ? { name: "span", attributes: html` class="nolink" title="${safeText(href.slice(0, 200))}"` }
    : { name: "a", attributes: trustedHtml(` href="${escapeHtml(address)}"${LINK_ATTRIBUTES}`) }
}

function pictureAtom(address: string, alt: string, marks: readonly Mark[], { options }: Reader): Atom {
  return {
    html: options.picture(address, alt),
    text: alt || address,
    marks,
    key: `${keyOf(marks)}!${address}\0${alt}`,
  }
}

function lineBreak(marks: readonly Mark[]): Atom {
  return { html: html`<br>`, text: "\n", marks, key: "br" }
}

function keyOf(marks: readonly Mark[]): string {
  return marks.map(markKey).join("")
}

/** A character reference is a character. */
function unescaped({ text, raw }: Tokens.Text): string {
  const written = text ?? raw
  return /&[#\w]/.test(written) ? allowedHtml(written.replaceAll("<", "&lt;"), NO_PICTURES).text : written
}

const NO_PICTURES = { image: () => NOTHING, styles: false }

interface InlineHtml {
  readonly atoms: readonly Atom[]
  readonly marks: readonly Mark[]
}

/** A tag inside of a paragraph: it begins or ends a mark, or is a picture or the end of a line; else it is nothing. */
function inlineHtml(
  written: string,
  marks: readonly Mark[],
  outer: readonly Mark[],
  reader: Reader,
): InlineHtml {
  const [, slash = "", word = ""] = /^<(\/?)([a-zA-Z]{1,10})\b/.exec(written) ?? []
  const name = word.toLowerCase()
  if (name === "br") return { marks, atoms: [lineBreak(marks)] }
  if (name === "img") {
    const { html: own, text } = allowedHtml(written, { image: reader.options.picture, styles: false })
    return { marks, atoms: [{ html: own, text, marks, key: `${keyOf(marks)}${written}` }] }
  }
  if (!isMarkName(name)) return { marks, atoms: [] }
  if (slash === "") return { marks: marks.length < MOST_MARKS ? [...marks, mark(name)] : marks, atoms: [] }
  const at = marks.findLastIndex((one) => one.name === name)
  return { marks: at < outer.length ? marks : marks.filter((_, i) => i !== at), atoms: [] }
}

const MOST_MARKS = 16

function isMarkName(name: string): name is MarkName {
  return MARK_NAMES.some((one) => one === name)
}

/** Words and the formulas between them. */
function wordsOf(text: string, marks: readonly Mark[], reader: Reader): readonly Atom[] {
  const base = keyOf(marks)
  return text.split(/\ue000(\d+)\ue001/).flatMap((piece, i): readonly Atom[] => {
    if (i % 2 === 1) return formulaAtom(reader.formulas[Number(piece)], marks, base)
    return wordTokens(piece).map((word) => {
      const own = safeText(word.replace(/\s+/g, " "))
      return { html: trustedHtml(escapeHtml(own)), text: own, marks, key: base + own }
    })
  })
}

function formulaAtom(formula: Formula | undefined, marks: readonly Mark[], base: string): readonly Atom[] {
  if (formula === undefined) return []
  const { written } = formula
  const isCode = marks.some(({ name }) => name === "code")
  const own = isCode ? html`${safeText(written)}` : formulaHtml(formula)
  return [{ html: own, text: written, marks, key: `${base}${isCode ? "" : "$"}${written}` }]
}
