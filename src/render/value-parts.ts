import type { ValueChange } from "../diff/change.js"
import { diffLines } from "../diff/line-diff.js"
import type { JsonValue } from "../notebook/json-value.js"
import { jsonLine, jsonLines } from "./json-words.js"
import { note, type Part, textPart } from "./part.js"
import { sectionOf } from "./section.js"
import type { ViewOptions } from "./view-options.js"
import { clipped } from "./width.js"

/** Changes of JSON values: a line each, or their lines where they are asked for. */
export function valueParts(
  label: string,
  changes: readonly ValueChange[],
  options: Pick<ViewOptions, "all" | "metadata" | "context">,
): readonly Part[] {
  const told = changes.filter(({ volatile }) => options.all || !volatile)
  switch (options.metadata) {
    case "hide":
      return []
    case "show":
      return told.flatMap((change) => wholeChange(label, change, options.context))
    case "summary":
      return [
        ...told.slice(0, MOST_TOLD).map((change) => note(label, changeWords(change))),
        ...(told.length > MOST_TOLD ? [note(label, `⋯ ${told.length - MOST_TOLD} more`)] : []),
      ]
  }
}

/** Changes of one cell that are told one by one. */
const MOST_TOLD = 8

/** `tags ["a"] → ["a", "b"]`, `tags ["a"] added`. */
export function changeWords({ path, before, after }: ValueChange): string {
  const name = path.join(".")
  if (before === undefined) return `${name} ${after ? short(after) : ""} added`
  if (after === undefined) return `${name} ${short(before)} removed`
  const [from, to] = [short(before), short(after)]
  return from === to ? `${name} ${from} changed` : `${name} ${from} → ${to}`
}

/** Columns that one value may take in a line. */
const VALUE_WIDTH = 48

function short(value: JsonValue): string {
  return clipped(jsonLine(value), VALUE_WIDTH)
}

function wholeChange(label: string, { path, before, after }: ValueChange, context: number): readonly Part[] {
  const [from, to] = [linesOf(before), linesOf(after)]
  return [
    note(label, path.join(".")),
    textPart(sectionOf(from, to, diffLines(from, to), { context }), from, to),
  ]
}

function linesOf(value: JsonValue | undefined): string {
  return value === undefined ? "" : jsonLines(value)
}
