import type { ValueChange } from "../../diff/model/change.js"
import { diffLines } from "../../diff/text/line-diff.js"
import type { JsonValue } from "../../notebook/json/json-value.js"
import { clipped } from "../ink/width.js"
import { jsonLine, jsonLines } from "./json-words.js"
import { note, type Part, textPart } from "./part.js"
import { type SectionOptions, sectionOf } from "./section.js"
import type { ViewOptions } from "./view-options.js"

/** Changes of metadata and of other values: a line each, or all their lines where they are asked for. `other`
 *  names the values that are not metadata. */
export function valueParts(
  other: string,
  changes: readonly ValueChange[],
  options: Pick<ViewOptions, "all" | "metadata" | "context" | "words">,
): readonly Part[] {
  const shown = changes.filter(({ volatile }) => options.all || !volatile)
  switch (options.metadata) {
    case "hide":
      return []
    case "show":
      return shown.flatMap((change) => wholeChange(other, change, options))
    case "summary":
      return [
        ...shown
          .slice(0, MOST_SHOWN)
          .map((change) => note(labelOf(change, other), changeWords(unprefixed(change)))),
        ...(shown.length > MOST_SHOWN ? [note("⋯", `${shown.length - MOST_SHOWN} more`)] : []),
      ]
  }
}

/** Changes of one cell that are listed one by one. */
const MOST_SHOWN = 8

const METADATA = "metadata"

function labelOf({ path }: ValueChange, other: string): string {
  return path[0] === METADATA ? METADATA : other
}

/** The change by its path below the metadata, which the label already names. */
function unprefixed(change: ValueChange): ValueChange {
  return change.path[0] === METADATA && change.path.length > 1
    ? { ...change, path: change.path.slice(1) }
    : change
}

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

function wholeChange(other: string, change: ValueChange, options: SectionOptions): readonly Part[] {
  const { path, before, after } = unprefixed(change)
  const [from, to] = [linesOf(before), linesOf(after)]
  return [
    note(labelOf(change, other), path.join(".")),
    textPart(sectionOf(from, to, diffLines(from, to), options), from, to),
  ]
}

function linesOf(value: JsonValue | undefined): string {
  return value === undefined ? "" : jsonLines(value)
}
