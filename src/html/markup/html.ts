const WRITTEN: unique symbol = Symbol("html")

/** A piece of HTML that was written here. Nothing else gets into a page unescaped. */
export interface Html {
  readonly [WRITTEN]: string
}

export type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[]

/** Writes html`<b>${text}</b>`: every value is escaped unless it is Html. Attributes have to be quoted. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlPart[]): Html {
  let written = strings[0] ?? ""
  for (let i = 0; i < values.length; i++) written += write(values[i]) + (strings[i + 1] ?? "")
  return piece(written)
}

/** An element whose name is not known when the code is written; the caller vouches for the name. */
export function element(name: ElementName, attributes: Html, body: HtmlPart): Html {
  return piece(`<${name}${attributes[WRITTEN]}>${write(body)}</${name}>`)
}

export type ElementName = "del" | "ins" | "span" | "a" | MarkName

/** The elements that Markdown marks words with. */
export type MarkName = (typeof MARK_NAMES)[number]

export const MARK_NAMES = [
  "b",
  "i",
  "u",
  "s",
  "em",
  "strong",
  "small",
  "mark",
  "code",
  "kbd",
  "samp",
  "var",
  "sub",
  "sup",
  "q",
  "cite",
] as const

/** What the formula writer and the bundled style and script are: text of libraries and of our own, which is HTML already. */
export function trustedHtml(markup: string): Html {
  return piece(markup)
}

export function joined(parts: readonly HtmlPart[]): Html {
  return piece(write(parts))
}

export const NOTHING: Html = piece("")

/** The text of a page or of a part of it. */
export function htmlText(html: Html): string {
  return html[WRITTEN]
}

export function isEmpty(html: Html): boolean {
  return html[WRITTEN] === ""
}

const ESCAPES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // no page may hold it, and pictures are named by it until the page is made
  "\0": "\ufffd",
}

export function escapeHtml(value: string): string {
  return /[&<>"'\0]/.test(value)
    ? value.replace(/[&<>"'\0]/g, (character) => ESCAPES[character] ?? "")
    : value
}

function write(value: HtmlPart): string {
  if (typeof value === "string") return escapeHtml(value)
  if (value === undefined || value === false) return ""
  if (typeof value === "number") return String(value)
  if (isParts(value)) return value.map(write).join("")
  return value[WRITTEN]
}

function isParts(value: Html | readonly HtmlPart[]): value is readonly HtmlPart[] {
  return Array.isArray(value)
}

function piece(written: string): Html {
  return { [WRITTEN]: written }
}
