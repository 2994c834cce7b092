import { type Token, Tokenizer, TokenizerMode } from "parse5"
import { safeText } from "../../render/ink/safe-text.js"
import { escapeHtml, type Html, html, htmlText, trustedHtml } from "./html.js"
import { safeLink } from "./safe-link.js"

/** What of foreign HTML is written into a page or a frame. */
export interface AllowedHtml {
  readonly image: (src: string, alt: string) => Html
  /** Keeps `style`, `class` and `<style>`, as far as they name nothing that is to be loaded: for a sandboxed frame. */
  readonly styles: boolean
}

export interface RewrittenHtml {
  readonly html: Html
  /** Its text alone, with the alternative texts of pictures. */
  readonly text: string
  /** Elements that were left out with what was in them, by name. */
  readonly leftOut: readonly string[]
}

/** Reads foreign HTML as the standard's tokenizer does, in linear time, and writes it again from a list: no byte of the
 *  source is copied but as escaped text, or as the escaped value of a known attribute. What is written is balanced, and
 *  closes nothing around it. */
export function allowedHtml(source: string, allowed: AllowedHtml): RewrittenHtml {
  const writer = newWriter(allowed)
  const tokenizer = new Tokenizer(
    {},
    {
      onStartTag(token) {
        const mode = TEXT_MODES[token.tagName]
        if (mode !== undefined) tokenizer.state = mode
        writer.start(token)
      },
      onEndTag: (token) => writer.end(token.tagName),
      onCharacter: (token) => writer.text(token.chars),
      onWhitespaceCharacter: (token) => writer.text(token.chars),
      onNullCharacter: () => {},
      onComment: () => {},
      onDoctype: () => {},
      onEof: () => {},
    },
  )
  tokenizer.write(source, true)
  return writer.result()
}

const BLOCKS =
  "p div ul ol li dl dt dd blockquote pre hr table caption thead tbody tfoot tr th td details summary figure figcaption center"
const INLINE =
  "a b i u s em strong small mark code kbd samp var sub sup br wbr q cite abbr span img font label"

/** Elements that are written, headings as `h4` of a class.
 *  @internal */
export const ALLOWED_ELEMENTS: ReadonlySet<string> = new Set(`${BLOCKS} ${INLINE} h4`.split(" "))

const VOID: ReadonlySet<string> = new Set(["br", "hr", "img", "wbr"])

/** Elements whose content is not HTML or is for machines: they go with all that is in them. */
const LEFT_OUT: ReadonlySet<string> = new Set(
  (
    "script style title textarea noscript iframe xmp noembed noframes plaintext template svg math object embed applet " +
    "head select button form audio video canvas map frameset"
  ).split(" "),
)

/** Of these nothing is said, since nothing of them is seen. */
const SILENT: ReadonlySet<string> = new Set(["style", "head", "title", "template", "noscript"])

/** How the standard reads what is in these: as text, up to their end tag. */
const TEXT_MODES: { readonly [name: string]: (typeof TokenizerMode)[keyof typeof TokenizerMode] } = {
  title: TokenizerMode.RCDATA,
  textarea: TokenizerMode.RCDATA,
  style: TokenizerMode.RAWTEXT,
  xmp: TokenizerMode.RAWTEXT,
  iframe: TokenizerMode.RAWTEXT,
  noembed: TokenizerMode.RAWTEXT,
  noframes: TokenizerMode.RAWTEXT,
  noscript: TokenizerMode.RAWTEXT,
  script: TokenizerMode.SCRIPT_DATA,
  plaintext: TokenizerMode.PLAINTEXT,
}

/** An element that is open is ended by the start of one of these, as in a browser. */
const ENDED_BY: { readonly [name: string]: readonly string[] } = {
  p: ["p"],
  li: ["li"],
  tr: ["tr"],
  td: ["td", "th", "tr"],
  th: ["td", "th", "tr"],
  dt: ["dt", "dd"],
  dd: ["dt", "dd"],
}

/** Elements that mean nothing, or end what is around them, unless they are in one of these. */
const NEEDS: { readonly [name: string]: readonly string[] } = {
  li: ["ul", "ol"],
  dt: ["dl"],
  dd: ["dl"],
  caption: ["table"],
  thead: ["table"],
  tbody: ["table"],
  tfoot: ["table"],
  tr: ["table"],
  td: ["tr"],
  th: ["tr"],
  summary: ["details"],
}

/** What is nested deeper than this is written without its elements. */
const DEEPEST = 60

interface Writer {
  start(token: Token.TagToken): void
  end(name: string): void
  text(text: string): void
  result(): RewrittenHtml
}

function newWriter(allowed: AllowedHtml): Writer {
  const open: string[] = []
  const leftOut = new Set<string>()
  let written = ""
  let text = ""
  /** The element that is being left out, and how many of its name are open. */
  let skipped = ""
  let depth = 0
  let style = ""

  const closeTo = (length: number): void => {
    while (open.length > length) written += `</${open.pop()}>`
  }
  const close = (name: string): void => {
    const at = open.lastIndexOf(name)
    if (at >= 0) closeTo(at)
  }
  const put = (piece: string, words: string): void => {
    written += piece
    text += words
  }
  const begin = (name: string, token: Token.TagToken): void => {
    if (name === "img") {
      const alt = attribute(token, "alt")
      put(htmlText(allowed.image(attribute(token, "src"), alt)), alt)
    } else if (VOID.has(name)) put(`<${name}>`, name === "br" ? "\n" : "")
    else if (open.length < DEEPEST) {
      written += `<${name}${attributesOf(name, token, allowed)}>`
      open.push(name)
    }
  }

  return {
    start(token) {
      const given = token.tagName
      if (skipped !== "") {
        if (given === skipped && !token.selfClosing) depth++
        return
      }
      if (LEFT_OUT.has(given)) {
        if (!SILENT.has(given)) leftOut.add(given)
        if (given === "embed" || token.selfClosing) return
        skipped = given
        depth = 1
        style = ""
        return
      }
      const name = writtenName(given)
      if (!ALLOWED_ELEMENTS.has(name)) return
      for (let top = open.at(-1); top !== undefined && ENDED_BY[top]?.includes(name); top = open.at(-1))
        closeTo(open.length - 1)
      if (name === "a" || name === "h4") close(name)
      const needs = NEEDS[name]
      if (needs !== undefined && !isInside(open, needs)) return
      begin(name, token)
    },
    end(given) {
      if (skipped !== "") {
        if (given !== skipped || --depth > 0) return
        skipped = ""
        if (given === "style" && allowed.styles && isHarmlessStyle(style))
          written += `<style>${style}</style>`
        return
      }
      const name = writtenName(given)
      if (ALLOWED_ELEMENTS.has(name) && !VOID.has(name)) close(name)
    },
    text(chars) {
      if (skipped === "") put(escapeHtml(safeText(chars, "\t\n")), chars)
      else if (skipped === "style") style += chars
    },
    result() {
      closeTo(0)
      return { html: trustedHtml(written), text, leftOut: [...leftOut] }
    },
  }
}

const HEADING = /^h[1-6]$/

/** Insertions and deletions are ours to mark. */
function writtenName(name: string): string {
  if (HEADING.test(name)) return "h4"
  return name === "ins" ? "u" : name === "del" || name === "strike" ? "s" : name
}

/** Whether one of the names is open, and no table in between. */
function isInside(open: readonly string[], names: readonly string[]): boolean {
  for (let i = open.length - 1; i >= 0; i--) {
    const name = open[i] ?? ""
    if (names.includes(name)) return true
    if (name === "table") return false
  }
  return false
}

function attribute(token: Token.TagToken, name: string): string {
  return token.attrs.find((one) => one.name === name)?.value ?? ""
}

function attributesOf(name: string, token: Token.TagToken, { styles }: AllowedHtml): string {
  const pieces = HEADING.test(token.tagName) ? [` class="${token.tagName}"`] : []
  for (const { name: key, value } of token.attrs) {
    const written = attributeText(name, key, value, styles)
    if (written !== "" && !(key === "class" && pieces.length > 0)) pieces.push(written)
  }
  return pieces.join("")
}

function attributeText(element: string, key: string, value: string, styles: boolean): string {
  switch (key) {
    case "href": {
      const address = element === "a" ? safeLink(value) : undefined
      return address === undefined ? "" : ` href="${escapeHtml(address)}"${LINK_ATTRIBUTES}`
    }
    case "title":
      return element === "a" || element === "abbr" ? ` title="${escapeHtml(safeText(value))}"` : ""
    case "colspan":
    case "rowspan":
      return (element === "td" || element === "th") && /^\d{1,3}$/.test(value) ? ` ${key}="${value}"` : ""
    case "start":
      return element === "ol" && /^-?\d{1,8}$/.test(value) ? ` start="${value}"` : ""
    case "open":
      return element === "details" ? " open" : ""
    case "align":
      return /^(?:left|center|right)$/i.test(value) ? ` align="${value.toLowerCase()}"` : ""
    case "class":
      return styles && /^[\w\s-]{1,500}$/.test(value) ? ` class="${value}"` : ""
    case "style":
      return styles && isHarmlessStyle(value) ? ` style="${escapeHtml(value)}"` : ""
    default:
      return ""
  }
}

/** A link leads out of the page, and tells nobody where it came from. */
export const LINK_ATTRIBUTES = ' rel="noopener noreferrer nofollow" target="_blank"'

/** Whether a style names nothing that a browser would load, in no spelling: an escape could spell anything. */
function isHarmlessStyle(style: string): boolean {
  return (
    style.length <= LONGEST_STYLE &&
    !/[\\<]|url|image|import|src|expression|behaviou?r|binding|element\(/i.test(style)
  )
}

const LONGEST_STYLE = 100_000

/** What is where a picture is not shown. */
export function missingPicture(alt: string, reason: string): Html {
  return html`<span class="noimg"><span>${safeText(alt || "picture")}</span><small>${safeText(reason)}</small></span>`
}
