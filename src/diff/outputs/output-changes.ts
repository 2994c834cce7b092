import { isEquivalent } from "../../normalize/equivalence.js"
import type { MimeCanonical } from "../../normalize/outputs/mime-canonical.js"
import { isRich } from "../../normalize/outputs/mime-kind.js"
import { countedCanonicals, type OutputField, otherFields } from "../../normalize/outputs/output-canonical.js"
import { errorText, type OutputRun, streamName, streamText } from "../../normalize/outputs/output-run.js"
import { maskText } from "../../normalize/outputs/text-masks.js"
import type { RuleSet } from "../../normalize/rules/rule-set.js"
import { type JsonValue, memberOf } from "../../notebook/json/json-value.js"
import type { Output } from "../../notebook/model.js"
import type { ValueChange } from "../model/change.js"
import type { OutputChange } from "../model/output-diff.js"
import { diffValues } from "../model/value-changes.js"
import { errorReport } from "./error-report.js"
import { diffMime } from "./mime-change.js"
import { type ComparedText, diffComparedText } from "./text-change.js"

/** What differs between two versions of an output, in their normal forms. Both are of one sort: streams of one
 *  name, errors, bundles, or outputs of one unknown type. */
export function outputChanges(a: OutputRun, b: OutputRun, rules: RuleSet): readonly OutputChange[] {
  const before = a[0] as Output
  const after = b[0] as Output
  const type = typeChange(before, after)
  const fieldsOf = (run: OutputRun) => run.flatMap((output) => otherFields(output, rules))
  return [...contentChanges(a, b, rules), ...type, ...fieldChanges(fieldsOf(a), fieldsOf(b), rules)]
}

function contentChanges(a: OutputRun, b: OutputRun, rules: RuleSet): readonly OutputChange[] {
  const before = a[0] as Output
  const after = b[0] as Output
  switch (before.type) {
    case "stream":
      return streamChanges(a, b)
    case "error":
      return errorChanges(before, after)
    case "display_data":
    case "execute_result":
      return bundleChanges(before, after, rules)
  }
  return diffValues(before.value, after.value, [], isCount).map((change) => ({ kind: "field", change }))
}

function isCount(path: readonly string[]): boolean {
  return path[0] === "execution_count" || path[0] === "transient"
}

function streamChanges(a: OutputRun, b: OutputRun): readonly OutputChange[] {
  const before = masked(streamText(a))
  const after = masked(streamText(b))
  if (before.canonical === after.canonical) return []
  return [{ kind: "stream", name: streamName(a[0] as Output), text: diffComparedText(before, after) }]
}

function errorChanges(a: Output, b: Output): readonly OutputChange[] {
  const before = masked(errorText(a))
  const after = masked(errorText(b))
  if (
    before.canonical === after.canonical &&
    a.ename === b.ename &&
    maskText(a.evalue) === maskText(b.evalue)
  )
    return []
  const text = diffComparedText(before, after)
  return [{ kind: "error", before: errorReport(a), after: errorReport(b), text }]
}

function masked(text: string): ComparedText {
  return { text, canonical: maskText(text) }
}

/** By mime type, sorted; `text/plain` only where not both sides have a rich type beside it. */
function bundleChanges(a: Output, b: Output, rules: RuleSet): readonly OutputChange[] {
  const before = canonicalsByMime(a, rules)
  const after = canonicalsByMime(b, rules)
  const rich = isRich(before.keys()) && isRich(after.keys())
  const mimes = [...new Set([...before.keys(), ...after.keys()])].filter(
    (mime) => !rich || mime !== "text/plain",
  )
  return mimes.flatMap((mime): readonly OutputChange[] => {
    const one = before.get(mime)
    const other = after.get(mime)
    if (one?.canonical === other?.canonical) return []
    return [
      {
        kind: "mime",
        mime,
        before: one?.entry.value,
        after: other?.entry.value,
        content: diffMime(one, other),
      },
    ]
  })
}

function canonicalsByMime(output: Output, rules: RuleSet): ReadonlyMap<string, MimeCanonical> {
  return new Map(countedCanonicals(output, rules).map((canonical) => [canonical.entry.mime, canonical]))
}

function typeChange(a: Output, b: Output): readonly OutputChange[] {
  if (a.type === b.type) return []
  const stated = (output: Output): JsonValue | undefined => memberOf(output.value, "output_type")
  return fields([{ path: ["output_type"], before: stated(a), after: stated(b), volatile: false }])
}

function fieldChanges(
  a: readonly OutputField[],
  b: readonly OutputField[],
  rules: RuleSet,
): readonly OutputChange[] {
  const before = fieldsByPath(a)
  const after = fieldsByPath(b)
  const keys = new Set([...before.keys(), ...after.keys()])
  return [...keys].flatMap((key) => {
    const one = before.get(key)
    const other = after.get(key)
    if (one?.canonical === other?.canonical) return []
    const changes = diffValues(one?.value, other?.value, one?.path ?? other?.path ?? [])
    return fields(
      changes.filter(({ path, before: was, after: is }) => !isEquivalent("output", path, was, is, rules)),
    )
  })
}

function fieldsByPath(list: readonly OutputField[]): ReadonlyMap<string, OutputField> {
  return new Map(list.map((field) => [JSON.stringify(field.path), field]))
}

function fields(changes: readonly ValueChange[]): readonly OutputChange[] {
  return changes.map((change) => ({ kind: "field", change }))
}
