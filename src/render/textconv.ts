import { keptFields, sortedMembers } from "../normalize/kept-fields.js"
import { jsonCanonical } from "../normalize/outputs/json-canonical.js"
import { mimeText } from "../normalize/outputs/mime-canonical.js"
import { otherFields, outputCanonical } from "../normalize/outputs/output-canonical.js"
import { type OutputRun, outputRuns, streamText } from "../normalize/outputs/output-run.js"
import { maskText } from "../normalize/outputs/text-masks.js"
import { DEFAULT_RULES } from "../normalize/rules/rule-set.js"
import { isListOfStrings, type JsonValue, kindOf, textOf } from "../notebook/json/json-value.js"
import type { Cell, Notebook } from "../notebook/model.js"
import { safeText } from "./ink/safe-text.js"
import { clipped } from "./ink/width.js"
import { isShortText, outputWords } from "./words/output-words.js"

/** A notebook as lines for git to compare: a header a cell, its metadata, its source, a line an attachment or output,
 *  and at the end what the notebook says of itself. All that is not volatile is in it, and nothing else: no position,
 *  no count and no id, so that a line changes only where somebody changed something. */
export function renderTextconv(notebook: Notebook): string {
  return [...notebook.cells.flatMap(cellLines), ...notebookLines(notebook)]
    .map((line) => `${line}\n`)
    .join("")
}

const HEADER_START = "── "
const FIELD_START = "• "

function cellLines(cell: Cell): readonly string[] {
  return [
    `${HEADER_START}${safeText(cell.type)}`,
    ...(cell.metadata === undefined ? [] : fieldLines("cell", ["metadata"], cell.metadata)),
    ...sortedMembers(cell.value)
      .filter(([key]) => !isShown(key, cell))
      .flatMap(([key, value]) => fieldLines("cell", [key], value)),
    ...sourceLines(cell.source),
    ...(cell.attachments === undefined ? [] : attachmentLines(cell.attachments)),
    ...outputRuns(cell.outputs).map(outputLine),
  ]
}

/** As an editor shows them: after a line's end there is a line, if an empty one. */
function sourceLines(source: string): readonly string[] {
  return source === "" ? [] : source.split("\n").map((line) => safeText(line, "\t"))
}

/** Members of a cell that are shown in another way, or that are volatile. */
function isShown(key: string, cell: Cell): boolean {
  return SHOWN_KEYS.has(key) || key === cell.sourceKey
}

const SHOWN_KEYS: ReadonlySet<string> = new Set([
  "cell_type",
  "id",
  "metadata",
  "attachments",
  "outputs",
  "execution_count",
  "prompt_number",
])

function notebookLines({ root }: Notebook): readonly string[] {
  const fields = sortedMembers(root)
    .filter(([key]) => key !== "cells" && key !== "worksheets")
    .flatMap(([key, value]) => fieldLines("notebook", [key], value))
  return fields.length === 0 ? [] : [`${HEADER_START}notebook`, ...fields]
}

/** `• tags: ["parameters"]`. */
function fieldLines(
  scope: "notebook" | "cell",
  path: readonly string[],
  value: JsonValue,
): readonly string[] {
  return keptFields(scope, path, value, DEFAULT_RULES)
    .filter((field) => field.path.length > 1 || field.path[0] !== "metadata")
    .map(({ path: [first = "", ...rest], form }) => {
      const name = (first === "metadata" ? rest : [first, ...rest]).join(".")
      return FIELD_START + safeText(`${name}: ${briefly(form)}`)
    })
}

/** A long value is cut, and has a digest of all of it. */
function briefly(form: string): string {
  return form.length <= LONGEST_VALUE ? form : `${clipped(form, LONGEST_VALUE)} · ${digest(form)}`
}

const LONGEST_VALUE = 72

/** `• attachment a.png: image/png · 9f86d081`. */
function attachmentLines(attachments: JsonValue): readonly string[] {
  if (kindOf(attachments) !== "object")
    return [`${FIELD_START}attachments: ${briefly(jsonCanonical(attachments))}`]
  return sortedMembers(attachments).flatMap(([name, bundle]) => {
    const entries = kindOf(bundle) === "object" ? sortedMembers(bundle) : []
    if (entries.length === 0) return [attachmentLine(name, briefly(jsonCanonical(bundle)))]
    return entries.map(([mime, value]) => attachmentLine(name, `${mime} · ${digest(contentForm(value))}`))
  })
}

function attachmentLine(name: string, words: string): string {
  return FIELD_START + safeText(`attachment ${name}: ${words}`)
}

/** A text may be a string or a list of its lines. */
function contentForm(value: JsonValue): string {
  return kindOf(value) === "string" || isListOfStrings(value) ? textOf(value) : jsonCanonical(value)
}

/** What an output is, and where that is not all of it a digest of it in the form in which outputs are compared. */
function outputLine(run: OutputRun): string {
  const words = safeText(maskText(`→ ${outputWords(run)}`))
  return isShownWhole(run) ? words : `${words} · ${digest(outputCanonical(run))}`
}

function isShownWhole(run: OutputRun): boolean {
  const [output] = run
  if (output === undefined || run.some((part) => otherFields(part).length > 0)) return false
  if (output.type === "stream") return isBare(streamText(run))
  const [entry, ...others] = output.data
  const isText = output.type === "execute_result" && entry?.mime === "text/plain" && others.length === 0
  return isText && isBare(mimeText(entry))
}

/** Whether nothing but one end of a line is left out where the text is said. */
function isBare(text: string): boolean {
  return isShortText(text) && text.replace(/\n$/, "") === text.trim()
}

/** 32 bits in hexadecimal (FNV-1a): enough for a reader to see that something changed. */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, "0")
}
