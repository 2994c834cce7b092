import { parseJson } from "../../notebook/json/json-text.js"
import {
  itemsOf,
  type JsonValue,
  kindOf,
  memberOf,
  numberOf,
  rootOf,
  stringOf,
} from "../../notebook/json/json-value.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"
import type { Change } from "../model/change.js"
import type { ByteDelta } from "./delta.js"
import { type Copy, gapsOf } from "./delta-copies.js"
import { JSON_VERSION } from "./encode.js"

/** What of a diff's JSON form is needed to apply it. */
export interface DecodedDiff {
  /** Undefined for a file that is not there. */
  readonly files: Change<FileId | undefined>
  readonly delta: ByteDelta
}

export interface FileId {
  readonly path: string
  readonly size: number
  readonly oid: string
}

/** Reads the JSON form of a diff, or says in a line why it is none. What is answered is sound: its copies lie
 *  within both files, none overlaps another, and the texts fill what is between. */
export function decodeDiff(bytes: Uint8Array): DecodedDiff | string {
  const root = parsed(bytes)
  if (typeof root === "string") return root
  const version = numberOf(memberOf(root, "version"))
  const delta = memberOf(root, "delta")
  if (memberOf(root, "files") !== undefined)
    return "this is a diff of several files; that of one notebook is applied"
  if (version === undefined || delta === undefined) return "this is not a diff of a notebook"
  if (version !== JSON_VERSION)
    return `this is a diff of version ${version}, and only version ${JSON_VERSION} is read`
  const before = readFile(root, "before")
  const after = readFile(root, "after")
  if (typeof before === "string") return before
  if (typeof after === "string") return after
  const decoded = readDelta(delta, { before: before?.size ?? 0, after: after?.size ?? 0 })
  return typeof decoded === "string" ? decoded : { files: { before, after }, delta: decoded }
}

function parsed(bytes: Uint8Array): JsonValue | string {
  try {
    return rootOf(parseJson(bytes))
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error
    return error.message
  }
}

function readFile(root: JsonValue, side: "before" | "after"): FileId | undefined | string {
  const value = memberOf(root, side)
  if (value !== undefined && kindOf(value) === "null") return undefined
  const path = memberOf(value, "path")
  const size = naturalOf(memberOf(value, "size"))
  const oid = memberOf(value, "oid")
  if (path === undefined || size === undefined || oid === undefined || !isOid(oid)) {
    return `the diff does not say which file it is of: "${side}" needs "path", "size" and "oid"`
  }
  return { path: stringOf(path), size, oid: stringOf(oid) }
}

/** SHA-1, as git writes it. */
function isOid(value: JsonValue): boolean {
  return kindOf(value) === "string" && /^[0-9a-f]{40}$/.test(stringOf(value))
}

function naturalOf(value: JsonValue | undefined): number | undefined {
  const number = numberOf(value)
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

function readDelta(value: JsonValue, size: Change<number>): ByteDelta | string {
  const copies = readCopies(memberOf(value, "copies"))
  const before = readTexts(memberOf(value, "before"))
  const after = readTexts(memberOf(value, "after"))
  if (copies === undefined || before === undefined || after === undefined)
    return "the diff's delta is damaged: it needs lists of copies, of texts before and of texts after"
  const isSorted = copies.every((copy, i) => i === 0 || endInB(copies[i - 1] as Copy) <= copy.b)
  if (!isSorted || !fill(copies.map(spanInB), after, size.after) || !isSound(copies, before, size.before))
    return "the diff's delta is damaged: its copies and texts are not those of its files"
  return { size, copies, texts: { before, after } }
}

/** Whether the copies lie apart in the file before, and the texts are as long as the gaps they leave. */
function isSound(copies: readonly Copy[], texts: readonly string[], size: number): boolean {
  const spans = copies.map(({ a, length }) => ({ start: a, end: a + length }))
  const inOrder = spans.toSorted((x, y) => x.start - y.start)
  return (
    inOrder.every(({ start }, i) => i === 0 || (inOrder[i - 1]?.end ?? 0) <= start) &&
    fill(spans, texts, size)
  )
}

function spanInB({ b, length }: Copy): { readonly start: number; readonly end: number } {
  return { start: b, end: b + length }
}

function endInB({ b, length }: Copy): number {
  return b + length
}

function fill(spans: Parameters<typeof gapsOf>[1], texts: readonly string[], size: number): boolean {
  if (spans.some(({ end }) => end > size)) return false
  const gaps = gapsOf(size, spans)
  return (
    gaps.length === texts.length &&
    gaps.every(({ start, end }, i) => utf8Length(texts[i] ?? "") === end - start)
  )
}

function readCopies(value: JsonValue | undefined): readonly Copy[] | undefined {
  if (value === undefined || kindOf(value) !== "array") return undefined
  const copies: Copy[] = []
  for (const item of itemsOf(value)) {
    const [a, b, length, ...more] = itemsOf(item).map(naturalOf)
    if (a === undefined || b === undefined || length === undefined || length === 0 || more.length > 0)
      return undefined
    copies.push({ a, b, length })
  }
  return copies
}

function readTexts(value: JsonValue | undefined): readonly string[] | undefined {
  if (value === undefined || kindOf(value) !== "array") return undefined
  const texts: string[] = []
  for (const item of itemsOf(value)) {
    if (kindOf(item) !== "string") return undefined
    texts.push(stringOf(item))
  }
  return texts
}

/** Bytes of the text in UTF-8; NaN for one that UTF-8 cannot hold, which has half a character in it. */
function utf8Length(text: string): number {
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) length++
    else if (unit < 0x800) length += 2
    else if (unit < 0xd800 || unit > 0xdfff) length += 3
    else if (isPair(text, i)) {
      length += 4
      i++
    } else return Number.NaN
  }
  return length
}

function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff
}
