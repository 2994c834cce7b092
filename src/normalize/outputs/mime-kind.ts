import { type JsonValue, kindOf } from "../../notebook/json/json-value.js"

/** How the values of a mime type are written.
 *  `plain`: text as a terminal shows it; `markup`: text with ids in it (HTML, SVG, scripts); `text`: any other;
 *  `base64`: bytes; `json`: any JSON. */
export type MimeKind = "plain" | "markup" | "text" | "base64" | "json"

/** The sort of a value under its mime type: what is there decides where the two disagree. */
export function mimeKind(mime: string, value: JsonValue): MimeKind {
  const kind = kindOf(value)
  if (kind !== "string" && (kind !== "array" || isJsonMime(mime))) return "json"
  if (mime === "text/plain") return "plain"
  if (MARKUP.test(mime)) return "markup"
  return BASE64.test(mime) ? "base64" : "text"
}

/** `application/json`, and whatever ends in `+json`. */
export function isJsonMime(mime: string): boolean {
  return mime === "application/json" || mime.endsWith("+json")
}

/** Whether a bundle of these types shows all there is to see of an output beside its `text/plain`, which then
 *  says nothing more. A widget's view, the notice that stands in for it, and Colab's notes only point at
 *  something. */
export function isRich(mimes: Iterable<string>): boolean {
  const all = [...mimes]
  return all.some(isRichMime) && !all.includes(WIDGET)
}

/** Whether a value of this type shows all there is to see of what it stands for. */
export function isRichMime(mime: string): boolean {
  return RICH.test(mime)
}

const WIDGET = "application/vnd.jupyter.widget-view+json"

const MARKUP = /^(?:text\/html|image\/svg\+xml|(?:application|text)\/javascript)$/
const BASE64 = /^(?:image|audio|video|font)\/|^application\/(?:pdf|octet-stream|zip)$/
const RICH =
  /^(?:image\/.+|text\/(?:html|markdown|latex)|application\/(?:pdf|geo\+json|vnd\.(?:plotly|vega|vegalite|dataresource)\b.*))$/
