import { type Dialect, type Layout, layoutOf, sameLayout } from "./dialect.js"
import {
  bytesOf,
  endOf,
  itemsOf,
  type JsonValue,
  kindOf,
  type Member,
  membersOf,
  rawTextOf,
  startOf,
  textBetween,
} from "./json/json-value.js"
import { quote } from "./json-string.js"
import { splitText, type TextStyle, textStyleAt } from "./text-style.js"

/** A JSON value on its way to a file: what exists already is a span and is copied as the bytes it is; what
 *  is new is spelt in the file's dialect.
 *
 *  A list or object may be `like` a value that exists: where two neighbors of it are neighbors still, the
 *  white space between them is kept, so an edit touches the lines it means to and no other. */
export type Draft =
  | { readonly kind: "span"; readonly value: JsonValue }
  | {
      readonly kind: "object"
      readonly like?: JsonValue | undefined
      readonly members: readonly DraftMember[]
    }
  | { readonly kind: "array"; readonly like?: JsonValue | undefined; readonly items: readonly DraftItem[] }
  | { readonly kind: "string"; readonly text: string }
  /** A source: a list of lines or a string, as what it is `like` or else the dialect has it. */
  | { readonly kind: "text"; readonly text: string; readonly like?: JsonValue | undefined }
  /** A number, `true`, `false`, `null`: its text. */
  | { readonly kind: "literal"; readonly text: string }

export interface DraftMember {
  readonly key: string
  readonly value: Draft
  /** The member of `like` that is here, if any: its key is spelt as it was. */
  readonly at?: Member | undefined
}

export interface DraftItem {
  readonly value: Draft
  /** The item of `like` that is here, if any. */
  readonly at?: JsonValue | undefined
}

export const NULL: Draft = { kind: "literal", text: "null" }

export function span(value: JsonValue): Draft {
  return { kind: "span", value }
}

/** The members of an object as they are, to be changed by whoever drafts its successor. */
export function draftMembers(value: JsonValue): readonly DraftMember[] {
  return membersOf(value).map((member) => ({ key: member.key, value: span(member.value), at: member }))
}

/** A new object from JavaScript's values; keys in the order given. */
export function objectDraft(members: { readonly [key: string]: Draft | undefined }): Draft {
  const present = Object.entries(members).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value }],
  )
  return { kind: "object", members: present }
}

/** `members` with `key` set to `value`: in its place where it is (the last of a duplicate), else where the
 *  dialect's key order puts it. */
export function withMember(
  members: readonly DraftMember[],
  key: string,
  value: Draft,
  keys: Dialect["keys"],
): readonly DraftMember[] {
  const at = members.findLastIndex((member) => member.key === key)
  if (at >= 0) return members.map((member, i) => (i === at ? { ...member, value } : member))
  const rank = (name: string): number => (keys === "sorted" ? 0 : keys.indexOf(name))
  const follows = (member: DraftMember): boolean =>
    keys === "sorted" || rank(key) < 0 || rank(member.key) < 0
      ? member.key > key
      : rank(member.key) > rank(key)
  const next = members.findIndex(follows)
  return members.toSpliced(next < 0 ? members.length : next, 0, { key, value })
}

export function withoutMembers(
  members: readonly DraftMember[],
  keys: ReadonlySet<string>,
): readonly DraftMember[] {
  return members.filter((member) => !keys.has(member.key))
}

/** The bytes of a whole file with `root` redrafted: what is before and after the old root is kept. */
export function writeFile(root: JsonValue, draft: Draft, dialect: Dialect): Uint8Array {
  const { bytes } = root.text
  const writer = newWriter(dialect)
  writer.chunks.push(bytes.subarray(0, startOf(root)))
  writeDraft(writer, draft, 0)
  flush(writer)
  writer.chunks.push(bytes.subarray(endOf(root)))
  return concatenate(writer.chunks)
}

/** The bytes of a draft alone; `depth` is the level of nesting at which it is. */
export function writeValue(draft: Draft, dialect: Dialect, depth = 0): Uint8Array {
  const writer = newWriter(dialect)
  writeDraft(writer, draft, depth)
  flush(writer)
  return concatenate(writer.chunks)
}

/** Spans go in as views and new text is gathered between them: an untouched image is copied once, at the end. */
interface Writer {
  readonly dialect: Dialect
  readonly chunks: Uint8Array[]
  pending: string
  /** Layouts of the texts that spans come from, by their bytes. */
  readonly layouts: Map<Uint8Array, Layout>
}

const ENCODER = new TextEncoder()

function newWriter(dialect: Dialect): Writer {
  return { dialect, chunks: [], pending: "", layouts: new Map() }
}

function flush(writer: Writer): void {
  if (writer.pending === "") return
  writer.chunks.push(ENCODER.encode(writer.pending))
  writer.pending = ""
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

function writeDraft(writer: Writer, draft: Draft, depth: number): void {
  switch (draft.kind) {
    case "span":
      writeSpan(writer, draft.value, depth)
      return
    case "literal":
      writer.pending += draft.text
      return
    case "string":
      writer.pending += quote(draft.text, writer.dialect.escapes)
      return
    case "text":
      writeDraft(writer, textDraft(draft.text, formOf(writer, draft.like)), depth)
      return
    case "object":
      writeContainer(writer, draft.like, "{", draft.members, depth)
      return
    case "array":
      writeContainer(writer, draft.like, "[", draft.items, depth)
      return
  }
}

function formOf({ dialect }: Writer, like: JsonValue | undefined): TextStyle {
  return like === undefined ? dialect.text : textStyleAt(like, dialect.text)
}

function textDraft(text: string, { form, split, empty }: TextStyle): Draft {
  const list = (lines: readonly string[]): Draft => ({
    kind: "array",
    items: lines.map((line) => ({ value: { kind: "string", text: line } })),
  })
  if (text === "" && empty !== '""') return list(empty === "[]" ? [] : [""])
  return text === "" || form === "string" ? { kind: "string", text } : list(splitText(text, split))
}

/** A span of a file that is laid out like this one is copied; one of another layout is laid out again, its
 *  tokens as they were. */
function writeSpan(writer: Writer, value: JsonValue, depth: number): void {
  if (isScalar(value) || fits(writer, value)) {
    flush(writer)
    writer.chunks.push(bytesOf(value))
    return
  }
  if (kindOf(value) === "object") writeContainer(writer, undefined, "{", draftMembers(value), depth)
  else
    writeContainer(
      writer,
      undefined,
      "[",
      itemsOf(value).map((item) => ({ value: span(item) })),
      depth,
    )
}

function isScalar(value: JsonValue): boolean {
  const kind = kindOf(value)
  return kind !== "object" && kind !== "array"
}

/** Whether the value's own file is laid out like the one that is written. */
function fits(writer: Writer, value: JsonValue): boolean {
  return sameLayout(sourceLayout(writer, value), writer.dialect.layout)
}

function sourceLayout(writer: Writer, value: JsonValue): Layout {
  const { bytes } = value.text
  let layout = writer.layouts.get(bytes)
  if (layout === undefined) {
    layout = layoutOf({ text: value.text, node: 0 })
    writer.layouts.set(bytes, layout)
  }
  return layout
}

type Entry = DraftMember | DraftItem

function writeContainer(
  writer: Writer,
  like: JsonValue | undefined,
  opening: "{" | "[",
  entries: readonly Entry[],
  depth: number,
): void {
  const frame = like === undefined || !fits(writer, like) ? undefined : frameOf(like)
  writer.pending += opening
  let previous: number | undefined = -1
  for (const [i, entry] of entries.entries()) {
    const position = frame === undefined ? undefined : placeOf(entry, frame, like as JsonValue)
    const kept = position !== undefined && previous !== undefined && position === previous + 1
    writer.pending += kept ? (frame as Frame).gaps[position] : gap(writer, i > 0, depth + 1)
    if ("key" in entry) writeKey(writer, entry)
    writeDraft(writer, entry.value, depth + 1)
    previous = position
  }
  const closing = opening === "{" ? "}" : "]"
  const count = frame?.places.size ?? 0
  if (frame !== undefined && previous === count - 1) writer.pending += frame.gaps[count]
  else if (entries.length > 0) writer.pending += gap(writer, false, depth)
  writer.pending += closing
}

function writeKey(writer: Writer, { key, at }: DraftMember): void {
  if (at === undefined) {
    writer.pending += quote(key, writer.dialect.escapes) + writer.dialect.layout.colon
    return
  }
  writer.pending += rawTextOf(at.name)
  writer.pending += fits(writer, at.name)
    ? textBetween(at.name.text, endOf(at.name), startOf(at.value))
    : writer.dialect.layout.colon
}

/** What is between the entries of a container: `gaps[i]` before entry i, the last before the end. */
interface Frame {
  readonly gaps: readonly string[]
  readonly places: ReadonlyMap<number, number>
}

function placeOf({ at }: Entry, frame: Frame, like: JsonValue): number | undefined {
  if (at === undefined) return undefined
  const first = "name" in at ? at.name : at
  return first.text === like.text ? frame.places.get(first.node) : undefined
}

function frameOf(like: JsonValue): Frame {
  const places = new Map<number, number>()
  const gaps: string[] = []
  let from = startOf(like) + 1
  const add = (first: JsonValue, last: JsonValue): void => {
    places.set(first.node, gaps.length)
    gaps.push(textBetween(like.text, from, startOf(first)))
    from = endOf(last)
  }
  for (const { name, value } of membersOf(like)) add(name, value)
  for (const item of itemsOf(like)) add(item, item)
  gaps.push(textBetween(like.text, from, endOf(like) - 1))
  return { gaps, places }
}

function gap({ dialect }: Writer, between: boolean, depth: number): string {
  const { indent, newline, comma } = dialect.layout
  return (between ? comma : "") + (indent === null ? "" : newline + indent.repeat(depth))
}
