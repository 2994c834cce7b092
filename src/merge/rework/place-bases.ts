import { endedLines, firstEnding } from "../../diff/text/lines.js"
import type { RecordedConflict } from "../resolve/recorded-conflicts.js"
import { baseSource, type ConflictedNotebook } from "../resolve/resolve.js"
import { textOfChoice } from "../resolve/resolve-marks.js"
import { mergeLines } from "../text/line-merge.js"

/** Returns the base's lines of each place of a source: those between its markers, or where these have none what a merge of
 *  the three sources finds there; undefined where nobody knows. */
export function placeBases(
  conflicted: ConflictedNotebook,
  conflict: RecordedConflict & { readonly kind: "source" },
): readonly (readonly string[] | undefined)[] {
  const places = conflict.text.chunks.filter((chunk) => chunk.kind === "conflict")
  if (places.every(({ base }) => base !== null)) return places.map(({ base }) => base ?? undefined)
  const base = baseSource(conflicted, conflict)
  if (conflict.deletedBy !== undefined)
    return [base === undefined ? undefined : endedLines(base, firstEnding(base) || "\n").lines]
  const [ours, theirs] = (["ours", "theirs"] as const).map((side) => textOfChoice(conflict.text, side))
  const merged =
    base === undefined || ours === undefined || theirs === undefined
      ? []
      : mergeLines(base, ours, theirs).chunks.filter((chunk) => chunk.kind === "conflict")
  return places.map((place, i) => {
    if (place.base !== null) return place.base
    const found = merged.length === places.length ? merged[i] : undefined
    const isSame =
      found?.ours.join("") === place.ours.join("") && found.theirs.join("") === place.theirs.join("")
    return isSame ? found.base : undefined
  })
}
