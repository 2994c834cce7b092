import { sameBytes } from "../notebook/json-equality.js"
import { parseJson } from "../notebook/json-text.js"
import { type JsonValue, memberOf, membersOf, rootOf, textOf } from "../notebook/json-value.js"
import { type MimeEntry, OLD_MIME_KEYS, type Output } from "../notebook/model.js"
import { NotebookError } from "../notebook/notebook-error.js"
import { base64Of } from "./base64.js"
import { jsonForm } from "./json-form.js"
import { renumberIds } from "./markup-ids.js"
import { isJsonMime, isRichMime, mimeSort } from "./mime-sort.js"
import { playCarriageReturns, withoutEscapes } from "./terminal-text.js"
import { maskText } from "./text-masks.js"

/** One output to a reader: an output, or the neighbouring chunks of one stream. Never empty. */
export type OutputRun = readonly Output[]

/** Whether two lists of outputs differ in nothing that running them again changes by itself. Bytes are compared
 *  first: of outputs that are equal there, nothing is decoded. */
export function sameOutputs(a: readonly Output[], b: readonly Output[]): boolean {
  if (a.length === b.length && a.every((output, i) => sameBytes(output.value, b[i]?.value))) return true
  const runsA = outputRuns(a)
  const runsB = outputRuns(b)
  return runsA.length === runsB.length && runsA.every((run, i) => sameRuns(run, runsB[i] as OutputRun))
}

/** The outputs with the neighbouring chunks of one stream put together. */
export function outputRuns(outputs: readonly Output[]): readonly OutputRun[] {
  const runs: Output[][] = []
  for (const output of outputs) {
    const last = runs.at(-1)
    const before = last?.[0]
    if (output.type === "stream" && before?.type === "stream" && before.name === output.name)
      last?.push(output)
    else runs.push([output])
  }
  return runs
}

export function sameRunBytes(a: OutputRun, b: OutputRun): boolean {
  return a.length === b.length && a.every((output, i) => sameBytes(output.value, b[i]?.value))
}

function sameRuns(a: OutputRun, b: OutputRun): boolean {
  return sameRunBytes(a, b) || normalForm(a) === normalForm(b)
}

/** One text for all outputs that differ in nothing that running them again changes by itself: the table of
 *  masks (text-masks.ts) and of made-up ids (markup-ids.ts), execution counts and display ids left out, text
 *  as a terminal shows it, base64 without white space, `text/plain` beside rich data left out. */
export function normalForm(run: OutputRun): string {
  const output = run[0] as Output
  switch (output.type) {
    case "stream":
      return form("stream", output.name, streamForm(run), othersForm(run))
    case "error":
      return form("error", output.ename, maskText(output.evalue), errorForm(output), othersForm(run))
    case "display_data":
    case "execute_result":
      return form(output.type, ...bundleForm(output), othersForm(run))
  }
  return form("unknown", jsonForm(output.value, COUNTS))
}

/** Like `normalForm`, with nothing masked or left out: one text for outputs that mean the same in every value,
 *  in whatever version of the format and white space they are written. */
export function literalForm(run: OutputRun): string {
  return form(...run.map(literalOutput))
}

function literalOutput(output: Output): string {
  const { type, name, text, ename, evalue, traceback, executionCount, value } = output
  if (!KNOWN_TYPES.has(type)) return form("unknown", jsonForm(value))
  const data = output.data.map((entry) => form(entry.mime, literalEntry(entry))).sort()
  const count = executionCount === undefined ? "" : jsonForm(executionCount)
  const transient = memberOf(value, "transient")
  return form(
    ...[type, name, text, ename, evalue, form(...traceback), form(...data), count, othersForm([output])],
    transient === undefined ? "" : jsonForm(transient),
  )
}

function literalEntry({ mime, value }: MimeEntry): string {
  return mimeSort(mime, value) === "json" ? jsonForm(value) : textOf(value)
}

function form(...parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join()
}

/** A stream's text as it is compared, line for line with `streamText`. */
export function streamForm(run: OutputRun): string {
  return maskText(streamText(run))
}

/** A stream's text as a reader saw it. */
export function streamText(run: OutputRun): string {
  return playCarriageReturns(run.map(({ text }) => text).join(""))
}

/** An error's traceback as it is compared, line for line with `errorText`. */
export function errorForm(output: Output): string {
  return maskText(errorText(output))
}

/** An error's traceback without colours, or what it says of itself where it has none. */
export function errorText({ ename, evalue, traceback }: Output): string {
  if (traceback.length === 0) return evalue === "" ? ename : `${ename}: ${evalue}`
  return withoutEscapes(traceback.join("\n"))
}

/** The normal form of one value of a mime bundle. */
export interface MimeForm {
  readonly entry: MimeEntry
  /** For text: line for line with `mimeText`. */
  readonly form: string
}

/** The normal forms of a bundle's entries, sorted by mime type; of a duplicate type the last. */
export function mimeForms({ data }: Output): readonly MimeForm[] {
  const entries = [...new Map(data.map((entry) => [entry.mime, entry])).values()]
  const sorted = entries.sort((a, b) => (a.mime < b.mime ? -1 : 1))
  const forms = sorted.map(entryForm)
  const withIds = sorted.flatMap(({ mime, value }, i) =>
    mimeSort(mime, value) === "markup" || SCRIPTED.test(mime) ? [i] : [],
  )
  const renumbered = renumberIds(withIds.map((i) => forms[i] as string))
  for (const [n, i] of withIds.entries()) forms[i] = renumbered[n] as string
  return sorted.map((entry, i) => ({ entry, form: forms[i] as string }))
}

/** A text mime's value as a reader saw it. */
export function mimeText({ mime, value }: MimeEntry): string {
  return mimeSort(mime, value) === "plain" ? playCarriageReturns(textOf(value)) : textOf(value)
}

/** JSON that names ids of the markup beside it. */
const SCRIPTED = /^application\/vnd\.(?:bokehjs|holoviews)/

function entryForm(entry: MimeEntry): string {
  const { mime, value } = entry
  switch (mimeSort(mime, value)) {
    case "plain":
    case "text":
      return isJsonMime(mime) ? quotedJsonForm(entry) : maskText(mimeText(entry))
    case "markup":
      return maskText(mimeText(entry).replace(SVG_DATE, "<dc:date>"))
    case "base64": {
      const base64 = base64Of(value)
      return base64 === undefined ? textOf(value) : ascii.decode(base64)
    }
    case "json":
      return jsonForm(value, MADE_UP_MEMBERS[mime])
  }
}

const ascii = new TextDecoder()

/** matplotlib writes the time into an SVG's metadata, unless SOURCE_DATE_EPOCH is set. */
export const SVG_DATE = /<dc:date>[^<\n]{0,99}(?=<\/dc:date>)/g

/** nbformat 3 held JSON as a string, nbformat 4 holds the JSON itself. */
function quotedJsonForm({ value }: MimeEntry): string {
  const text = textOf(value)
  try {
    return jsonForm(rootOf(parseJson(encoder.encode(text))))
  } catch (error) {
    if (error instanceof NotebookError) return text
    throw error
  }
}

const encoder = new TextEncoder()

/** Members of JSON types that every run makes up anew. */
const MADE_UP_MEMBERS: { readonly [mime: string]: ReadonlySet<string> } = {
  "application/vnd.jupyter.widget-view+json": new Set(["model_id"]),
  "application/vnd.plotly.v1+json": new Set(["uid"]),
}

/** Whether every run makes up anew what stands at this path in a value of a JSON type. */
export function isMadeUpMember(mime: string, path: readonly string[]): boolean {
  return path.some((key) => MADE_UP_MEMBERS[mime]?.has(key))
}

function bundleForm(output: Output): readonly string[] {
  const forms = mimeForms(output)
  const rich = forms.some(({ entry }) => isRichMime(entry.mime))
  const counted = forms.filter(({ entry }) => !rich || entry.mime !== "text/plain")
  return counted.flatMap(({ entry, form: text }) => [entry.mime, text])
}

/** What else an output holds that is compared, by key path: its metadata and keys that nbformat does not know. */
export interface OutputField {
  readonly path: readonly string[]
  readonly value: JsonValue
  readonly form: string
}

export function otherFields(output: Output): readonly OutputField[] {
  const old = isOldBundle(output)
  return membersOf(output.value).flatMap(({ key, value }) => {
    if (key === "metadata") return metadataFields(value, old)
    return KNOWN_KEYS.has(key) || old ? [] : [{ path: [key], value, form: jsonForm(value) }]
  })
}

function metadataFields(metadata: JsonValue, old: boolean): readonly OutputField[] {
  return membersOf(metadata).map(({ key, value }) => ({
    path: ["metadata", old ? (OLD_MIME_KEYS[key] ?? key) : key],
    value,
    form: jsonForm(value, SCRIPTED.test(key) ? BOKEH_METADATA : undefined),
  }))
}

const BOKEH_METADATA: ReadonlySet<string> = new Set(["id", "server_id"])

/** nbformat 1 to 3 held a bundle's entries in the output itself. */
function isOldBundle({ data, value }: Output): boolean {
  if (data.length === 0) return false
  return membersOf(value).every(({ key }) => key !== "data")
}

function othersForm(run: OutputRun): string {
  const fields = run.flatMap(otherFields).map(({ path, form: text }) => `${JSON.stringify(path)}:${text}`)
  return [...new Set(fields)].sort().join()
}

/** The keys that are compared by themselves, and those that are not compared at all: counts, and `transient`,
 *  which the protocol says is not to be kept. */
const KNOWN_KEYS: ReadonlySet<string> = new Set([
  "output_type",
  "name",
  "stream",
  "text",
  "data",
  "ename",
  "evalue",
  "traceback",
  "execution_count",
  "prompt_number",
  "transient",
])

const KNOWN_TYPES: ReadonlySet<string> = new Set(["stream", "error", "display_data", "execute_result"])

const COUNTS: ReadonlySet<string> = new Set(["execution_count", "prompt_number", "transient"])
