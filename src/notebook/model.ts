import { parseJson, parseJsonBriefly } from "./json/json-text.js"
import {
  itemsOf,
  type JsonValue,
  kindOf,
  memberMap,
  memberOf,
  membersOf,
  numberOf,
  rootOf,
  startOf,
  stringOf,
  stringsOf,
  textOf,
} from "./json/json-value.js"
import { NotebookError } from "./json/notebook-error.js"
import { type JsonText, NODE_SIZE } from "./json/tape.js"
import type { SameBytes } from "./json/tape-reuse.js"
import { joinText } from "./text-style.js"

/** A notebook over its bytes. Cells and outputs are read as nbformat 4 shows them, whatever the file's own
 *  version is; `root` and each `value` are what really is in the file. */
export interface Notebook {
  readonly root: JsonValue
  /** 1 to 4; a guess from the file's shape where it does not say. */
  readonly major: number
  readonly minor: number
  readonly metadata: JsonValue | undefined
  readonly cells: readonly Cell[]
}

export type CellType = "code" | "markdown" | "raw"

export interface Cell {
  /** The cell's object in the file, in the file's own version. */
  readonly value: JsonValue
  /** A `CellType`, or what an unknown writer put there. A v3 heading is markdown. */
  readonly type: string
  readonly id: string | undefined
  /** The joined source; a v3 heading has its `#`s in front. Decoded when first asked for. */
  readonly source: string
  /** The member that holds the source in the file's version. */
  readonly sourceKey: string
  readonly outputs: readonly Output[]
  readonly metadata: JsonValue | undefined
  readonly attachments: JsonValue | undefined
  readonly executionCount: JsonValue | undefined
}

export type OutputType = "stream" | "display_data" | "execute_result" | "error"

export interface Output {
  readonly value: JsonValue
  /** An `OutputType`, or what an unknown writer put there. */
  readonly type: string
  readonly metadata: JsonValue | undefined
  readonly executionCount: JsonValue | undefined
  /** A stream's name and text. */
  readonly name: string
  readonly text: string
  /** A mime bundle's entries in file order, with v3's short keys spelt out. */
  readonly data: readonly MimeEntry[]
  /** An error's name, value and traceback lines. */
  readonly ename: string
  readonly evalue: string
  readonly traceback: readonly string[]
}

export interface MimeEntry {
  readonly mime: string
  readonly value: JsonValue
}

/** Reads a notebook of nbformat 1 to 4.
 *  @throws NotebookError with the place, when the bytes are not clean JSON or hold no notebook. */
export function parseNotebook(bytes: Uint8Array): Notebook {
  return notebookOf(parseJson(bytes))
}

/** The same for a notebook that is let go before the next one is read: see `parseJsonBriefly`. */
export function parseBriefly(bytes: Uint8Array, tape: Int32Array): Notebook {
  return notebookOf(parseJsonBriefly(bytes, tape))
}

/** The same for another version of a notebook, where there is one: what both begin and end with is not scanned
 *  again. `same` compares bytes: the host may have a faster way than a loop. */
export function parseVersion(bytes: Uint8Array, like: Notebook | undefined, same?: SameBytes): Notebook {
  return notebookOf(parseJson(bytes, like?.root.text, same))
}

function notebookOf(text: JsonText): Notebook {
  const root = rootOf(text)
  if (kindOf(root) !== "object")
    throw notNotebook(root, `a notebook is a JSON object, this is ${article(root)}`)
  const major = majorOf(root)
  const lists = cellLists(root)
  for (const list of lists) checkCells(list)
  let cells: readonly Cell[] | undefined
  return {
    root,
    major,
    minor: numberOf(memberOf(root, major < 4 ? "orig_nbformat_minor" : "nbformat_minor")) ?? 0,
    metadata: memberOf(root, "metadata"),
    get cells() {
      cells ??= lists.flatMap(itemsOf).map((value) => new LazyCell(value, major))
      return cells
    },
  }
}

/** A notebook's bytes: what was parsed, byte for byte. */
export function formatNotebook(notebook: Notebook): Uint8Array {
  return notebook.root.text.bytes
}

/** The newest major version that is read. */
const NEWEST_MAJOR = 4
/** Characters of a version that a message shows. */
const LONGEST_VERSION = 20

function majorOf(root: JsonValue): number {
  const stated = memberOf(root, "nbformat")
  if (stated === undefined) {
    if (memberOf(root, "worksheets") !== undefined) return 3
    return memberOf(root, "nbformat_minor") !== undefined || memberOf(root, "metadata") !== undefined ? 4 : 1
  }
  const major = numberOf(stated)
  if (major === undefined || !Number.isInteger(major) || major < 1 || major > NEWEST_MAJOR) {
    const version =
      major === undefined || !(major < 1000)
        ? "this nbformat"
        : `nbformat ${stringOf(stated).slice(0, LONGEST_VERSION)}`
    throw new NotebookError("unsupported", `${version} is not read`, stated.text.bytes, startOf(stated))
  }
  return major
}

/** The lists that hold the notebook's cells. */
function cellLists(root: JsonValue): readonly JsonValue[] {
  const worksheets = memberOf(root, "worksheets")
  const own = memberOf(root, "cells")
  if (own === undefined && worksheets === undefined) throw notNotebook(root, 'no "cells": not a notebook')
  const lists = worksheets === undefined ? [own] : worksheetCells(worksheets)
  return lists.flatMap((list) => (list === undefined ? [] : [asList(list, "cells")]))
}

/** Each has to be an object. Nothing is made of them here: who reads many notebooks asks for few cells. */
function checkCells({ text, node }: JsonValue): void {
  const end = text.tape[node + 2] as number
  for (let cell = node + NODE_SIZE; cell < end; cell = text.tape[cell + 2] as number) {
    const value = { text, node: cell }
    if (kindOf(value) !== "object")
      throw notNotebook(value, `a cell is a JSON object, this is ${article(value)}`)
  }
}

function worksheetCells(worksheets: JsonValue): readonly (JsonValue | undefined)[] {
  return itemsOf(asList(worksheets, "worksheets")).map((worksheet) => memberOf(worksheet, "cells"))
}

function asList(value: JsonValue, name: string): JsonValue {
  if (kindOf(value) !== "array")
    throw notNotebook(value, `"${name}" is a list in a notebook, not ${article(value)}`)
  return value
}

function notNotebook(value: JsonValue, reason: string): NotebookError {
  return new NotebookError("not-a-notebook", reason, value.text.bytes, startOf(value))
}

function article(value: JsonValue): string {
  const kind = kindOf(value)
  return kind === "null" ? "null" : kind === "array" || kind === "object" ? `an ${kind}` : `a ${kind}`
}

/** A cell of which nothing is looked at before it is asked for: most cells of two versions are the same bytes. A
 *  class, as a notebook has thousands and nine closures each would take longer than all that is asked. */
class LazyCell implements Cell {
  readonly value: JsonValue
  private readonly major: number
  private members: ReadonlyMap<string, JsonValue> | undefined
  private decodedType: string | undefined
  private decodedSource: string | undefined
  private readOutputs: readonly Output[] | undefined

  constructor(value: JsonValue, major: number) {
    this.value = value
    this.major = major
  }

  get type(): string {
    this.decodedType ??= typeOf(textOf(this.at("cell_type")), this.level(), this.major)
    return this.decodedType
  }

  get id(): string | undefined {
    const id = this.at("id")
    return id !== undefined && kindOf(id) === "string" ? stringOf(id) : undefined
  }

  get sourceKey(): string {
    return SOURCE_KEYS[Math.min(this.major, 4)]?.[this.type === "code" ? "code" : "text"] ?? "source"
  }

  get source(): string {
    this.decodedSource ??= headingMark(this.level()) + sourceText(this.at(this.sourceKey), this.major)
    return this.decodedSource
  }

  get outputs(): readonly Output[] {
    const list = this.at("outputs")
    this.readOutputs ??=
      list === undefined ? [] : itemsOf(list).map((output) => newOutput(output, this.major))
    return this.readOutputs
  }

  get metadata(): JsonValue | undefined {
    return this.at("metadata")
  }

  get attachments(): JsonValue | undefined {
    return this.at("attachments")
  }

  get executionCount(): JsonValue | undefined {
    return this.at(this.major < 4 ? "prompt_number" : "execution_count")
  }

  private at(key: string): JsonValue | undefined {
    this.members ??= memberMap(this.value)
    return this.members.get(key)
  }

  private level(): number {
    return this.major < 4 && textOf(this.at("cell_type")) === "heading"
      ? (numberOf(this.at("level")) ?? 1)
      : 0
  }
}

function typeOf(stated: string, level: number, major: number): string {
  return level > 0 || (major < 3 && OLD_TEXT_TYPES.has(stated)) ? "markdown" : stated
}

function sourceText(value: JsonValue | undefined, major: number): string {
  const items = value === undefined || major >= 4 ? undefined : stringsOf(value)
  return items === undefined ? textOf(value) : joinText(items, major)
}

const OLD_TEXT_TYPES: ReadonlySet<string> = new Set(["text", "html", "rst"])

const SOURCE_KEYS: { readonly [major: number]: { readonly code: string; readonly text: string } } = {
  1: { code: "code", text: "text" },
  2: { code: "input", text: "source" },
  3: { code: "input", text: "source" },
  4: { code: "source", text: "source" },
}

function headingMark(level: number): string {
  return level > 0 ? `${"#".repeat(Math.min(level, 6))} ` : ""
}

const OLD_OUTPUT_TYPES: { readonly [old: string]: OutputType } = { pyout: "execute_result", pyerr: "error" }

function newOutput(value: JsonValue, major: number): Output {
  const members = memberMap(value)
  const stated = textOf(members.get("output_type"))
  const type = major < 4 ? (OLD_OUTPUT_TYPES[stated] ?? stated) : stated
  return {
    value,
    type,
    metadata: members.get("metadata"),
    executionCount: members.get(major < 4 ? "prompt_number" : "execution_count"),
    name: textOf(members.get("name") ?? members.get("stream")),
    get text() {
      return type === "stream" ? textOf(members.get("text")) : ""
    },
    get data() {
      return major < 4 ? oldMimeEntries(value, type) : mimeEntries(members.get("data"))
    },
    ename: textOf(members.get("ename")),
    evalue: textOf(members.get("evalue")),
    get traceback() {
      const traceback = members.get("traceback")
      return traceback === undefined ? [] : itemsOf(traceback).map(stringOf)
    },
  }
}

function mimeEntries(data: JsonValue | undefined): readonly MimeEntry[] {
  return data === undefined ? [] : membersOf(data).map(({ key, value }) => ({ mime: key, value }))
}

/** The mime types behind the short keys of nbformat 1 to 3. */
export const OLD_MIME_KEYS: { readonly [short: string]: string } = {
  text: "text/plain",
  html: "text/html",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  latex: "text/latex",
  json: "application/json",
  javascript: "application/javascript",
  pdf: "application/pdf",
}

const OLD_OUTPUT_FIELDS: ReadonlySet<string> = new Set(["output_type", "metadata", "prompt_number"])

function oldMimeEntries(value: JsonValue, type: string): readonly MimeEntry[] {
  if (type === "stream" || type === "error") return []
  return membersOf(value)
    .filter(({ key }) => !OLD_OUTPUT_FIELDS.has(key))
    .map(({ key, value: entry }) => ({ mime: OLD_MIME_KEYS[key] ?? key, value: entry }))
}
