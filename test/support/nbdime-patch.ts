import { parseJson } from "../../src/notebook/json/json-text.js"
import { decode, rootOf } from "../../src/notebook/json/json-value.js"
import type { Notebook } from "../../src/notebook/model.js"
import { upgradeNotebook } from "../../src/notebook/upgrade.js"

/** JSON as a test handles it. */
// biome-ignore lint/suspicious/noExplicitAny: a test looks into JSON of any shape
export type Loose = any

/** A notebook as Python's nbformat reads it: of version 4, multi-line texts joined, traces of trust dropped. */
export function readByNbformat(notebook: Notebook): Loose {
  const dict: Loose = plain(decode(upgradeNotebook(notebook).root))
  for (const key of ["orig_nbformat", "orig_nbformat_minor", "signature"]) delete dict.metadata?.[key]
  for (const cell of dict.cells) {
    if ("source" in cell) cell.source = joined(cell.source)
    if (cell.metadata) delete cell.metadata.trusted
    for (const bundle of Object.values(cell.attachments ?? {})) joinBundle(bundle)
    for (const output of cell.cell_type === "code" ? (cell.outputs ?? []) : []) joinOutput(output)
  }
  return dict
}

function joinOutput(output: Loose): void {
  if (output.output_type === "execute_result" || output.output_type === "display_data")
    joinBundle(output.data)
  else if (output.output_type && "text" in output) output.text = joined(output.text)
}

function joinBundle(bundle: Loose): void {
  for (const mime of Object.keys(bundle ?? {})) {
    const isJson = mime === "application/json" || (mime.startsWith("application/") && mime.endsWith("+json"))
    if (!isJson) bundle[mime] = joined(bundle[mime])
  }
}

function joined(value: Loose): Loose {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value.join("") : value
}

/** The operations of nbdime's format in a line of JSON, which may hold what only Python reads (`NaN`). */
export function parseNbdime(text: string): Loose {
  return plain(decode(rootOf(parseJson(new TextEncoder().encode(text)))))
}

/** Applies operations as nbdime's documentation describes them. Objects: add, remove, replace and patch by key.
 *  Lists, and texts by line: addrange, removerange and patch by index into what was there before. */
export function patchByNbdime(value: Loose, ops: Loose): Loose {
  if (typeof value === "string") return patchList(pythonLines(value), ops).join("")
  if (Array.isArray(value)) return patchList(value, ops)
  if (typeof value === "object" && value !== null) return patchObject(value, ops)
  throw new Error(`only an object, a list or a text is patched, not ${value}`)
}

function patchObject(value: Loose, ops: Loose): Loose {
  const result = new Map<string, Loose>(Object.entries(value))
  const touched = new Set<string>()
  for (const { op, key, ...rest } of ops) {
    if (typeof key !== "string" || touched.has(key)) throw new Error(`${op} ${key}: once, by name`)
    if (result.has(key) === (op === "add")) throw new Error(`${op} ${key}: is there already, or is not`)
    touched.add(key)
    if (op === "add" || op === "replace") result.set(key, rest.value)
    else if (op === "patch") result.set(key, patchByNbdime(result.get(key), rest.diff))
    else if (op === "remove") result.delete(key)
    else throw new Error(`no operation on an object: ${op}`)
  }
  return Object.fromEntries(result)
}

function patchList(items: readonly Loose[], ops: Loose): Loose[] {
  const result: Loose[] = []
  let taken = 0
  for (const { op, key, ...rest } of ops) {
    if (!Number.isInteger(key) || key < taken || key > items.length) throw new Error(`${op} ${key}: no index`)
    result.push(...items.slice(taken, key))
    taken = key
    if (op === "addrange") result.push(...rest.valuelist)
    else if (op === "removerange") taken = key + rest.length
    else if (op === "patch") result.push(patchByNbdime(items[taken++], rest.diff))
    else throw new Error(`no operation on a list: ${op}`)
    if (taken > items.length) throw new Error(`${op} ${key}: beyond the end`)
  }
  return [...result, ...items.slice(taken)]
}

/** Python's `splitlines(keepends=True)`. */
function pythonLines(text: string): readonly string[] {
  return text
    .match(/[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g)!
    .filter((line) => line !== "")
}

/** With ordinary objects, and `__proto__` as a key like any other. */
function plain(value: Loose): Loose {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}
