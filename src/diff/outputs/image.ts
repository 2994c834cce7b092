import { base64Of, decodeBase64, decodedSize } from "../../normalize/outputs/base64.js"
import { type JsonValue, textOf } from "../../notebook/json/json-value.js"
import type { Image } from "../model/output-diff.js"
import { imageHeader, svgSize } from "./image-header.js"

/** An image as its header tells; undefined where that is not base64. Only the start of it is
 *  decoded, unless it is a JPEG that hides its size after long notes. */
export function imageOf(mime: string, value: JsonValue): Image | undefined {
  if (mime === SVG) return svgImage(value)
  const base64 = base64Of(value)
  if (base64 === undefined) return undefined
  let header = imageHeader(decodeBase64(base64, HEADER_BYTES))
  if (header?.format === "JPEG" && header.width === undefined) header = imageHeader(decodeBase64(base64))
  return {
    mime,
    format: header?.format ?? nameOf(mime),
    width: header?.width,
    height: header?.height,
    size: decodedSize(base64),
    value,
  }
}

/** The whole image: the decoded base64, or an SVG's text in UTF-8. */
export function imageBytes({ mime, value }: Image): Uint8Array {
  if (mime === SVG) return ENCODER.encode(textOf(value))
  return decodeBase64(base64Of(value) ?? new Uint8Array(0))
}

const SVG = "image/svg+xml"

/** Enough for every format's size but a JPEG's after an embedded preview or color profile. */
const HEADER_BYTES = 4096

const ENCODER = new TextEncoder()

function svgImage(value: JsonValue): Image {
  const text = textOf(value)
  return { mime: SVG, format: "SVG", ...svgSize(text), size: ENCODER.encode(text).length, value }
}

function nameOf(mime: string): string {
  return mime
    .slice(mime.indexOf("/") + 1)
    .replace(/^x-/, "")
    .toUpperCase()
}
