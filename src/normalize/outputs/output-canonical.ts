import { sameBytes } from "../../notebook/json/json-equality.js"
import { type JsonValue, kindOf, memberOf, membersOf, textOf } from "../../notebook/json/json-value.js"
import { type MimeEntry, OLD_MIME_KEYS, type Output } from "../../notebook/model.js"
import { DEFAULT_RULES, hasRules, placeAt, placeOf, type RulePlace, type RuleSet } from "../rules/rule-set.js"
import { jsonCanonical } from "./json-canonical.js"
import { isOldBundle, type MimeCanonical, mimeCanonicals, SCRIPTED } from "./mime-canonical.js"
import { isRich, mimeKind } from "./mime-kind.js"
import {
  errorCanonical,
  type OutputRun,
  outputRuns,
  sameRunBytes,
  streamCanonical,
  streamName,
} from "./output-run.js"
import { maskText } from "./text-masks.js"

/** Whether two lists of outputs differ in nothing that running them again changes by itself, or that the rules call
 *  volatile. Bytes are compared first: of outputs that are equal there, nothing is decoded. */
export function sameOutputs(
  a: readonly Output[],
  b: readonly Output[],
  rules: RuleSet = DEFAULT_RULES,
): boolean {
  if (a.length === b.length && a.every((output, i) => sameBytes(output.value, b[i]?.value))) return true
  const runsA = outputRuns(a)
  const runsB = outputRuns(b)
  return runsA.length === runsB.length && runsA.every((run, i) => sameRuns(run, runsB[i] as OutputRun, rules))
}

function sameRuns(a: OutputRun, b: OutputRun, rules: RuleSet): boolean {
  return sameRunBytes(a, b) || outputCanonical(a, rules) === outputCanonical(b, rules)
}

/** One text for all outputs that differ in nothing that running them again changes by itself: the table of
 *  masks (text-masks.ts) and of made-up ids (markup-ids.ts), execution counts and display ids left out, text
 *  as a terminal shows it, base64 without white space, `text/plain` beside rich data left out, and what the rules
 *  call volatile. */
export function outputCanonical(run: OutputRun, rules: RuleSet = DEFAULT_RULES): string {
  const output = run[0] as Output
  switch (output.type) {
    case "stream":
      return joinParts("stream", streamName(output), streamCanonical(run), othersCanonical(run, rules))
    case "error":
      return joinParts(
        "error",
        output.ename,
        maskText(output.evalue),
        errorCanonical(output),
        othersCanonical(run, rules),
      )
    case "display_data":
    case "execute_result":
      return joinParts(output.type, ...bundleCanonical(output, rules), othersCanonical(run, rules))
  }
  return joinParts("unknown", jsonCanonical(output.value, COUNTS))
}

/** Like `normalForm`, with nothing masked or left out: one text for outputs that mean the same in every value,
 *  in whatever version of the format and white space they are written. */
export function literalCanonical(run: OutputRun): string {
  return joinParts(...run.map(literalOutput))
}

function literalOutput(output: Output): string {
  const { type, text, ename, evalue, traceback, executionCount, value } = output
  if (!Object.hasOwn(COMPARED_KEYS, type)) return joinParts("unknown", jsonCanonical(value))
  const data = output.data.map((entry) => joinParts(entry.mime, literalEntry(entry))).sort()
  const count = executionCount === undefined ? "" : jsonCanonical(executionCount)
  const transient = memberOf(value, "transient")
  return joinParts(
    ...[
      type,
      streamName(output),
      text,
      ename,
      evalue,
      joinParts(...traceback),
      joinParts(...data),
      count,
      othersCanonical([output], DEFAULT_RULES),
    ],
    transient === undefined ? "" : jsonCanonical(transient),
  )
}

function literalEntry({ mime, value }: MimeEntry): string {
  return mimeKind(mime, value) === "json" ? jsonCanonical(value) : textOf(value)
}

function joinParts(...parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join()
}

function bundleCanonical(output: Output, rules: RuleSet): readonly string[] {
  const canonicals = countedCanonicals(output, rules)
  const rich = isRich(canonicals.map(({ entry }) => entry.mime))
  const counted = canonicals.filter(({ entry }) => !rich || entry.mime !== "text/plain")
  return counted.flatMap(({ entry, canonical: text }) => [entry.mime, text])
}

/** The entries of a bundle that are compared. */
export function countedCanonicals(output: Output, rules: RuleSet): readonly MimeCanonical[] {
  const canonicals = mimeCanonicals(output)
  const place = outputPlace(rules)
  if (place === undefined) return canonicals
  const data = placeAt(place, "data")
  return canonicals.filter(({ entry }) => isKept(placeAt(data, entry.mime)))
}

/** What else an output holds that is compared, by key path: its metadata and keys that nbformat does not know. */
export interface OutputField {
  readonly path: readonly string[]
  readonly value: JsonValue
  readonly canonical: string
}

export function otherFields(output: Output, rules: RuleSet = DEFAULT_RULES): readonly OutputField[] {
  const old = isOldBundle(output)
  const place = outputPlace(rules)
  return membersOf(output.value).flatMap(({ key, value }) => {
    if (key === "metadata") return metadataFields(value, old, place && placeAt(place, key))
    return old || UNCOMPARED.has(key) || isComparedKey(output.type, key)
      ? []
      : fieldOf([key], value, place && placeAt(place, key))
  })
}

function metadataFields(
  metadata: JsonValue,
  old: boolean,
  place: RulePlace | undefined,
): readonly OutputField[] {
  return membersOf(metadata).flatMap(({ key, value }) => {
    const name = old ? (OLD_MIME_KEYS[key] ?? key) : key
    const masked = SCRIPTED.test(key) ? BOKEH_METADATA : undefined
    return fieldOf(["metadata", name], value, place && placeAt(place, name), masked)
  })
}

/** What the rules say of an output's object; undefined for the default ones, which speak of its counts alone and
 *  are not read for that. */
function outputPlace(rules: RuleSet): RulePlace | undefined {
  return rules === DEFAULT_RULES ? undefined : placeOf(rules, "output")
}

function isKept({ rule }: RulePlace): boolean {
  return rule === undefined || rule.action === "keep"
}

/** The field, unless all of it is volatile. */
function fieldOf(
  path: readonly string[],
  value: JsonValue,
  place: RulePlace | undefined,
  masked?: ReadonlySet<string>,
): readonly OutputField[] {
  const text = place && hasRules(place) ? keptCanonical(value, place, masked) : jsonCanonical(value, masked)
  return text === undefined ? [] : [{ path, value, canonical: text }]
}

/** The form of a value without what the rules call volatile in it; undefined where nothing is left. */
function keptCanonical(value: JsonValue, place: RulePlace, masked?: ReadonlySet<string>): string | undefined {
  if (!place.hasRulesBelow || kindOf(value) !== "object")
    return isKept(place) ? jsonCanonical(value, masked) : undefined
  const parts = membersOf(value).flatMap(({ key, value: child }) => {
    const text = keptCanonical(child, placeAt(place, key), masked)
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`]
  })
  return parts.length === 0 ? undefined : `{${parts.sort().join(",")}}`
}

const BOKEH_METADATA: ReadonlySet<string> = new Set(["id", "server_id"])

function othersCanonical(run: OutputRun, rules: RuleSet): string {
  const fields = run
    .flatMap((output) => otherFields(output, rules))
    .map(({ path, canonical: text }) => `${JSON.stringify(path)}:${text}`)
  return [...new Set(fields)].sort().join()
}

/** The keys that are compared by themselves. */
const COMPARED_KEYS: { readonly [type: string]: ReadonlySet<string> } = {
  stream: new Set(["name", "stream", "text"]),
  display_data: new Set(["data"]),
  execute_result: new Set(["data"]),
  error: new Set(["ename", "evalue", "traceback"]),
}

function isComparedKey(type: string, key: string): boolean {
  return Object.hasOwn(COMPARED_KEYS, type) && (COMPARED_KEYS[type]?.has(key) ?? false)
}

const COUNTS: ReadonlySet<string> = new Set(["execution_count", "prompt_number", "transient"])

/** The type, which is compared in the model's words; counts; and `transient`, which the protocol says is not
 *  to be kept. */
const UNCOMPARED: ReadonlySet<string> = new Set(["output_type", ...COUNTS])
