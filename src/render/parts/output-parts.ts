import type { TextChange } from "../../diff/model/change.js"
import type { OutputChange, OutputDiff } from "../../diff/model/output-diff.js"
import { isSignificantOutput } from "../../diff/noise.js"
import { diffLines } from "../../diff/text/line-diff.js"
import { mimeText } from "../../normalize/outputs/mime-canonical.js"
import { outputRuns } from "../../normalize/outputs/output-run.js"
import type { JsonValue } from "../../notebook/json/json-value.js"
import type { Output } from "../../notebook/model.js"
import { contentText, linesWithoutEscapes, outputText } from "../words/output-text.js"
import { changeOfOutput, outputWords, rank } from "../words/output-words.js"
import { note, type Part, textPart } from "../words/part.js"
import { type Section, type SectionItem, sectionOf } from "../words/section.js"
import { changedValues } from "../words/table-values.js"
import type { ViewOptions } from "../words/view-options.js"

/** How the outputs of a cell differ. */
export function outputParts(outputs: readonly OutputDiff[], options: ViewOptions): readonly Part[] {
  if (options.outputs === "hide") return []
  const shown = outputs.filter(
    (output) => isSignificantOutput(output) || (options.all && output.kind === "rerun"),
  )
  return upToMost(shown, options, (output) => outputPartsOf(output, options))
}

/** The outputs of a cell that was added or deleted as a whole. */
export function wholeOutputParts(
  outputs: readonly Output[],
  side: "before" | "after",
  options: ViewOptions,
): readonly Part[] {
  if (options.outputs === "hide") return []
  return upToMost(outputRuns(outputs), options, (group) => wholeParts("output", group, side, options))
}

/** Outputs of one cell that are listed one by one, unless all are asked for. */
const MOST_OUTPUTS = 12

function upToMost<T>(
  items: readonly T[],
  { outputs }: ViewOptions,
  partsOf: (item: T) => readonly Part[],
): readonly Part[] {
  const shown = outputs === "show" ? items : items.slice(0, MOST_OUTPUTS)
  const rest = items.length - shown.length
  return [...shown.flatMap(partsOf), ...(rest > 0 ? [note("outputs", `⋯ ${rest} more`)] : [])]
}

function outputPartsOf(output: OutputDiff, options: ViewOptions): readonly Part[] {
  switch (output.kind) {
    case "unchanged":
      return []
    case "rerun":
      return [note("output", `${outputWords(output.after)}, merely re-run`)]
    case "added":
      return wholeParts("output added", output.after, "after", options)
    case "deleted":
      return wholeParts("output deleted", output.before, "before", options)
    case "edited":
      return editedParts(output, options)
  }
}

function wholeParts(
  label: string,
  outputs: readonly Output[],
  side: "before" | "after",
  options: ViewOptions,
): readonly Part[] {
  const words = note(label, outputWords(outputs))
  const text = options.outputs === "show" ? linesWithoutEscapes(outputText(outputs)) : ""
  if (text === "") return [words]
  const [before, after] = side === "before" ? [text, ""] : ["", text]
  return [words, textPart(sectionOf(before, after, diffLines(before, after), options), before, after)]
}

/** The richest thing that changed, since the others say it in other words; or all of them. */
function editedParts({ changes }: OutputDiff, options: ViewOptions): readonly Part[] {
  const sorted = changes.toSorted((x, y) => richness(x) - richness(y))
  const shown = options.outputs === "show" ? sorted : sorted.slice(0, 1)
  return shown.flatMap((change) => [
    note(change.kind === "field" ? "output metadata" : "output", changeOfOutput(change, options)),
    ...tableValues(change, options),
    ...changedLines(change, options),
  ])
}

/** The first values of a table that changed, unless all of it is shown. */
function tableValues(change: OutputChange, { outputs }: ViewOptions): readonly Part[] {
  if (outputs === "show" || change.kind !== "mime" || change.content.kind !== "table") return []
  return changedValues(change.content.table).map(({ place, words }) => note(`  ${place}`, words))
}

function richness(change: OutputChange): number {
  switch (change.kind) {
    case "stream":
    case "error":
      return 0
    case "mime":
      return rank(change.mime)
    case "field":
      return Number.POSITIVE_INFINITY
  }
}

function changedLines(change: OutputChange, options: ViewOptions): readonly Part[] {
  const colored = textOfChange(change, options)
  if (colored === undefined) return []
  const text = withoutColors(colored)
  const context = options.outputs === "show" ? options.context : 0
  const section = sectionOf(text.before, text.after, text.hunks, { context, words: options.words })
  const shown = options.outputs === "show" ? section : excerpt(section)
  return shown.length === 0 ? [] : [textPart(shown, text.before, text.after)]
}

/** The text without escape sequences, unless these are what changed. */
function withoutColors(text: TextChange): TextChange {
  const [before, after] = [linesWithoutEscapes(text.before), linesWithoutEscapes(text.after)]
  return before === after ? text : { ...text, before, after }
}

/** The text in which a reader would look for the change: markup says nothing to most of them. */
function textOfChange(change: OutputChange, { outputs }: ViewOptions): TextChange | undefined {
  switch (change.kind) {
    case "stream":
      return change.text
    case "error":
      return outputs === "show" ? change.text : undefined
    case "mime":
      if (change.content.kind === "text") {
        return outputs === "show" || !/html|svg|javascript|json/.test(change.mime)
          ? change.content.text
          : undefined
      }
      return outputs === "show" ? contentChange(change) : undefined
    case "field":
      return undefined
  }
}

/** Both versions of a table or of a JSON value as lines: a table's HTML where more than the table changed. */
function contentChange({
  mime,
  before,
  after,
  content,
}: OutputChange & { readonly kind: "mime" }): TextChange | undefined {
  if (content.kind !== "table" && content.kind !== "json") return undefined
  const isWritten = content.kind === "table" && content.table.surroundings
  const textOf = (value: JsonValue | undefined): string =>
    value === undefined ? "" : isWritten ? mimeText({ mime, value }) : contentText({ mime, value })
  const [from, to] = [textOf(before), textOf(after)]
  return { before: from, after: to, hunks: diffLines(from, to) }
}

/** Lines of a text output that are shown of each side, for a reader to see what kind of change it is. */
const EXCERPT_LINES = 3

function excerpt(section: Section): Section {
  const items: SectionItem[] = []
  let [deleted, added] = [0, 0]
  let left = 0
  for (const item of section) {
    if (item.kind !== "hunk") continue
    const shown = {
      ...item,
      deleted: item.deleted.slice(0, EXCERPT_LINES - deleted),
      added: item.added.slice(0, EXCERPT_LINES - added),
    }
    const pairs = item.pairs.filter(([a, b]) => a < shown.deleted.length && b < shown.added.length)
    if (shown.deleted.length + shown.added.length > 0) items.push({ ...shown, pairs })
    deleted += shown.deleted.length
    added += shown.added.length
    left += item.deleted.length + item.added.length - shown.deleted.length - shown.added.length
  }
  return left > 0 ? [...items, { kind: "more", lines: left }] : items
}
