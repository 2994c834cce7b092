import { CELL_ID } from "./cell-id.js"
import {
  itemsOf,
  type JsonValue,
  kindOf,
  memberOf,
  membersOf,
  numberOf,
  stringOf,
  textOf,
} from "./json/json-value.js"
import type { CellType, Notebook, OutputType } from "./model.js"

/** One way in which a notebook breaks the rules of its own version. */
export interface Violation {
  /** Where, as a path: `cells[3].outputs[0]`, or "" for the notebook itself. */
  readonly path: string
  readonly message: string
}

/** What makes the notebook none of its nbformat version; empty for a valid one. The rules are those of
 *  nbformat's own schemas: for 4.x every key a cell or output may have and must have, and the form and
 *  uniqueness of ids; for older versions the shape that readers rely on. */
export function validate(notebook: Notebook): readonly Violation[] {
  const { root, major } = notebook
  if (major < 4) return validateOld(notebook)
  const violations: Violation[] = []
  const add = (path: string, message: string): void => {
    violations.push({ path, message })
  }
  checkKeys(root, "", ROOT_KEYS, ROOT_KEYS, add)
  checkKind(memberOf(root, "metadata"), "metadata", "object", add)
  const minor = memberOf(root, "nbformat_minor")
  if (minor !== undefined && !isInteger(minor)) add("nbformat_minor", "is not a whole number")
  const ids = new Set<string>()
  for (const [i, { value, type }] of notebook.cells.entries()) {
    const path = `cells[${i}]`
    checkCell(value, type, notebook.minor, path, add)
    if (notebook.minor >= MINOR_WITH_IDS) checkId(memberOf(value, "id"), ids, path, add)
  }
  return violations
}

export function isValid(notebook: Notebook): boolean {
  return validate(notebook).length === 0
}

/** The first 4.x whose cells carry ids. */
export const MINOR_WITH_IDS = 5

type Add = (path: string, message: string) => void

const ROOT_KEYS: readonly string[] = ["cells", "metadata", "nbformat", "nbformat_minor"]

const CELL_KEYS = {
  code: ["cell_type", "metadata", "source", "outputs", "execution_count"],
  markdown: ["cell_type", "metadata", "source"],
  raw: ["cell_type", "metadata", "source"],
} as const satisfies Record<CellType, readonly string[]>

const OUTPUT_KEYS = {
  stream: ["output_type", "name", "text"],
  display_data: ["output_type", "data", "metadata"],
  execute_result: ["output_type", "data", "metadata", "execution_count"],
  error: ["output_type", "ename", "evalue", "traceback"],
} as const satisfies Record<OutputType, readonly string[]>

/** The keys that a cell of this type and minor version may have; undefined for a type that nbformat 4 does not know. */
export function allowedCellKeys(type: string, minor: number): ReadonlySet<string> | undefined {
  if (!isCellType(type)) return undefined
  const attachments = type === "code" ? [] : ["attachments"]
  return new Set([...CELL_KEYS[type], ...attachments, ...(minor >= MINOR_WITH_IDS ? ["id"] : [])])
}

function isCellType(type: string): type is CellType {
  return Object.hasOwn(CELL_KEYS, type)
}

function checkCell(cell: JsonValue, type: string, minor: number, path: string, add: Add): void {
  const allowed = allowedCellKeys(type, minor)
  if (allowed === undefined || !isCellType(type)) {
    add(path, `has the unknown cell type ${JSON.stringify(type)}`)
    return
  }
  checkKeys(cell, path, CELL_KEYS[type], [...allowed], add)
  checkKind(memberOf(cell, "metadata"), `${path}.metadata`, "object", add)
  checkText(memberOf(cell, "source"), `${path}.source`, add)
  checkKind(memberOf(cell, "attachments"), `${path}.attachments`, "object", add)
  if (type !== "code") return
  checkCount(memberOf(cell, "execution_count"), `${path}.execution_count`, add)
  const outputs = memberOf(cell, "outputs")
  checkKind(outputs, `${path}.outputs`, "array", add)
  if (outputs === undefined) return
  for (const [i, output] of itemsOf(outputs).entries()) checkOutput(output, `${path}.outputs[${i}]`, add)
}

function checkOutput(output: JsonValue, path: string, add: Add): void {
  const type = textOf(memberOf(output, "output_type"))
  if (!isOutputType(type)) {
    add(path, `has the unknown output type ${JSON.stringify(type)}`)
    return
  }
  checkKeys(output, path, OUTPUT_KEYS[type], OUTPUT_KEYS[type], add)
  checkKind(memberOf(output, "data"), `${path}.data`, "object", add)
  checkKind(memberOf(output, "metadata"), `${path}.metadata`, "object", add)
  checkKind(memberOf(output, "traceback"), `${path}.traceback`, "array", add)
  if (type === "stream") checkText(memberOf(output, "text"), `${path}.text`, add)
  if (type === "execute_result")
    checkCount(memberOf(output, "execution_count"), `${path}.execution_count`, add)
}

function isOutputType(type: string): type is OutputType {
  return Object.hasOwn(OUTPUT_KEYS, type)
}

function checkKeys(
  object: JsonValue,
  path: string,
  needed: readonly string[],
  allowed: readonly string[],
  add: Add,
): void {
  if (kindOf(object) !== "object") {
    add(path, "is not an object")
    return
  }
  const keys = membersOf(object).map(({ key }) => key)
  for (const key of needed) if (!keys.includes(key)) add(path, `lacks ${JSON.stringify(key)}`)
  for (const key of new Set(keys))
    if (!allowed.includes(key)) add(path, `may not have ${JSON.stringify(key)}`)
}

function checkKind(value: JsonValue | undefined, path: string, kind: "object" | "array", add: Add): void {
  if (value !== undefined && kindOf(value) !== kind)
    add(path, kind === "array" ? "is not a list" : "is not an object")
}

function checkText(value: JsonValue | undefined, path: string, add: Add): void {
  if (value === undefined || kindOf(value) === "string") return
  if (kindOf(value) !== "array" || itemsOf(value).some((item) => kindOf(item) !== "string")) {
    add(path, "is neither a string nor a list of strings")
  }
}

function checkCount(value: JsonValue | undefined, path: string, add: Add): void {
  if (value !== undefined && kindOf(value) !== "null" && !isInteger(value)) {
    add(path, "is neither null nor a whole number")
  }
}

function isInteger(value: JsonValue): boolean {
  return Number.isInteger(numberOf(value))
}

function checkId(id: JsonValue | undefined, seen: Set<string>, path: string, add: Add): void {
  if (id === undefined) {
    add(path, 'lacks "id"')
    return
  }
  const text = kindOf(id) === "string" ? stringOf(id) : undefined
  if (text === undefined || !CELL_ID.test(text)) {
    add(`${path}.id`, "is not an id: 1 to 64 of A-Z a-z 0-9 - _")
    return
  }
  if (seen.has(text)) add(`${path}.id`, `is twice: ${JSON.stringify(text)}`)
  seen.add(text)
}

function validateOld({ root, major }: Notebook): readonly Violation[] {
  if (major === 1)
    return kindOf(memberOf(root, "cells") ?? root) === "array" ? [] : [{ path: "", message: 'lacks "cells"' }]
  const worksheets = memberOf(root, "worksheets")
  if (worksheets === undefined || kindOf(worksheets) !== "array")
    return [{ path: "", message: 'lacks "worksheets"' }]
  return itemsOf(worksheets).flatMap((worksheet, i) =>
    memberOf(worksheet, "cells") === undefined
      ? [{ path: `worksheets[${i}]`, message: 'lacks "cells"' }]
      : [],
  )
}
