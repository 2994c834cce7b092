import { type Draft, type DraftItem, type DraftMember, draftMembers, span } from "../../notebook/draft.js"
import { itemsOf, type JsonValue, memberOf, stringOf, textOf } from "../../notebook/json/json-value.js"
import { OLD_MIME_KEYS, type Output } from "../../notebook/model.js"
import { base64Of } from "./base64.js"
import { stableIdName } from "./markup-ids.js"
import { type MimeCanonical, mimeCanonicals } from "./mime-canonical.js"
import { isJsonMime, mimeKind } from "./mime-kind.js"
import { otherFields } from "./output-canonical.js"
import { type OutputRun, outputRuns, streamCanonical } from "./output-run.js"
import { withoutEscapes } from "./terminal-text.js"
import { maskText } from "./text-masks.js"

/** The items of a cell's `outputs`, rewritten so that running the cell again writes the same bytes as long as
 *  it shows the same: masked text, played carriage returns, joined chunks of streams, base64 without white space,
 *  made-up ids replaced. An output that is so already is a span of the file.
 *
 *  Left as they are: JSON types and what names a part of them (a widget's model_id, all of bokeh's ids), counts
 *  and metadata, and `text/plain` beside rich data (but for its masks).
 *
 *  Ids are made from `scope` and their place. It must tell this cell from the others of the notebook, since ids
 *  that are twice in one page break it, and stay the same from run to run: the cell's id serves. */
export function stableOutputs(outputs: readonly Output[], scope: string): readonly DraftItem[] {
  return outputRuns(outputs).flatMap((run, i) => stableRun(run, `${scope}\n${i}`))
}

function stableRun(run: OutputRun, scope: string): readonly DraftItem[] {
  const output = run[0] as Output
  switch (output.type) {
    case "stream":
      return run.slice(1).some((chunk) => otherFields(chunk).length > 0)
        ? run.map((chunk) => stableStream([chunk]))
        : [stableStream(run)]
    case "error":
      return [stableError(output)]
    case "display_data":
    case "execute_result":
      return [stableBundle(output, scope)]
  }
  return [unchanged(output)]
}

function unchanged({ value }: Output): DraftItem {
  return { value: span(value), at: value }
}

/** The output with some of its members replaced; a span where none is. */
function replaced(output: Output, changes: ReadonlyMap<string, Draft>): DraftItem {
  if (changes.size === 0) return unchanged(output)
  return { value: withChanges(output.value, changes), at: output.value }
}

function withChanges(value: JsonValue, changes: ReadonlyMap<string, Draft>): Draft {
  const members = draftMembers(value).map(
    (member): DraftMember => ({ ...member, value: changes.get(member.key) ?? member.value }),
  )
  return { kind: "object", like: value, members }
}

function stableStream(run: OutputRun): DraftItem {
  const output = run[0] as Output
  const text = streamCanonical(run)
  if (text === output.text && run.length === 1) return unchanged(output)
  return replaced(output, new Map([["text", { kind: "text", text, like: memberOf(output.value, "text") }]]))
}

function stableError(output: Output): DraftItem {
  const changes = new Map<string, Draft>()
  const evalue = maskText(output.evalue)
  if (evalue !== output.evalue) changes.set("evalue", { kind: "string", text: evalue })
  const traceback = memberOf(output.value, "traceback")
  const lines = traceback === undefined ? [] : itemsOf(traceback).map(stableLine)
  if (lines.some(({ value }) => value.kind !== "span")) {
    changes.set("traceback", { kind: "array", like: traceback, items: lines })
  }
  return replaced(output, changes)
}

function stableLine(line: JsonValue): DraftItem {
  const text = maskText(withoutEscapes(stringOf(line)))
  return { value: text === stringOf(line) ? span(line) : { kind: "string", text }, at: line }
}

function stableBundle(output: Output, scope: string): DraftItem {
  const canonicals = mimeCanonicals(output, isBokeh(output) ? (id) => id : stableIdName(scope))
  const drafts = new Map(canonicals.flatMap((canonical) => stableEntry(canonical) ?? []))
  if (drafts.size === 0) return unchanged(output)
  const data = memberOf(output.value, "data")
  if (data !== undefined) return replaced(output, new Map([["data", withChanges(data, drafts)]]))
  const shortKeys = new Map(Object.entries(OLD_MIME_KEYS).map(([short, mime]) => [mime, short]))
  const underBothKeys = [...drafts].flatMap(([mime, draft]): readonly [string, Draft][] => [
    [mime, draft],
    [shortKeys.get(mime) ?? mime, draft],
  ])
  return replaced(output, new Map(underBothKeys))
}

/** bokeh names its ids in JSON types and metadata too. */
function isBokeh({ data }: Output): boolean {
  return data.some(({ mime, value }) => mimeKind(mime, value) === "markup" && textOf(value).includes("okeh"))
}

function stableEntry({
  entry: { mime, value },
  canonical,
}: MimeCanonical): readonly [string, Draft][] | undefined {
  const sort = mimeKind(mime, value)
  if (sort === "json" || isJsonMime(mime)) return undefined
  const text = textOf(value)
  if (sort === "base64") {
    const packed = base64Of(value) === undefined ? text : text.replace(/[ \t\r\n]+/g, "")
    return packed === text ? undefined : [[mime, { kind: "string", text: packed }]]
  }
  return canonical === text ? undefined : [[mime, { kind: "text", text: canonical, like: value }]]
}
