import { joinedLines, splitLines } from "../../diff/text/lines.js"
import type { RecordedConflict } from "../resolve/recorded-conflicts.js"
import { type ConflictedNotebook, canResolveHere } from "../resolve/resolve.js"
import type { Choice, Choices } from "../resolve/resolve-marks.js"
import { type Resolution, unionOf } from "../text/line-merge.js"
import type { MarkedConflict } from "../text/marker-parser.js"
import { renderConflict } from "../text/markers.js"
import { placeBases } from "./place-bases.js"
import type { PlaceState, ReworkState } from "./rework-state.js"

/** Returns the choice that each conflict's places come to. A conflict whose places are all resolved alike is
 *  resolved as the command line does it, with the outputs of the side; else its text is put together, with markers
 *  at the places that are unresolved. */
export function placeChoices(conflicted: ConflictedNotebook, { places }: ReworkState): Choices {
  return new Map(
    conflicted.conflicts.flatMap((conflict, i) => {
      const choice = choiceOf(conflicted, conflict, places[i] ?? [])
      return choice === undefined ? [] : [[conflict, choice] as const]
    }),
  )
}

function choiceOf(
  conflicted: ConflictedNotebook,
  conflict: RecordedConflict,
  places: readonly PlaceState[],
): Choice | undefined {
  if (places.every((place) => place === undefined)) return undefined
  const [first] = places
  const isAlike = places.every((place) => place === first)
  if (isAlike && isResolution(first)) return canResolveHere(conflicted, conflict, first) ? first : undefined
  if (conflict.kind === "source")
    return { kind: "edited", source: composedSource(conflict, places, placeBases(conflicted, conflict)) }
  return conflict.kind === "insertion" && first === "union-reversed" ? "union" : undefined
}

function isResolution(place: PlaceState): place is Resolution {
  return typeof place === "string" && place !== "union-reversed"
}

function composedSource(
  { text }: Extract<RecordedConflict, { readonly kind: "source" }>,
  places: readonly PlaceState[],
  bases: ReturnType<typeof placeBases>,
): string {
  let at = 0
  const lines = text.chunks.flatMap((chunk) => {
    if (chunk.kind === "plain") return chunk.lines
    return placeLines(chunk, places[at], bases[at++])
  })
  return joinedLines({ lines, end: text.end })
}

/** Returns the lines of a place, each ended; those of an open one are marked. */
export function placeLines(
  chunk: MarkedConflict,
  place: PlaceState,
  base: readonly string[] | undefined = chunk.base ?? undefined,
): readonly string[] {
  if (place === undefined) return markedLines(chunk)
  if (typeof place === "object") return endedText(place.text)
  switch (place) {
    case "union":
      return unionOf(chunk)
    case "union-reversed":
      return unionOf({ ours: chunk.theirs, theirs: chunk.ours })
    case "base":
      // if the base is unknown, the place is unresolved
      return base ?? markedLines(chunk)
    case "ours":
    case "theirs":
      return chunk[place]
  }
}

/** The lines that somebody wrote; what follows begins on a line of its own. */
function endedText(text: string): readonly string[] {
  return splitLines(text === "" || text.endsWith("\n") ? text : `${text}\n`)
}

/** The place as it is in the file, markers and all. */
function markedLines({ ours, base, theirs, labels, size }: MarkedConflict): readonly string[] {
  const chunk = { kind: "conflict", ours, base: base ?? [], theirs } as const
  const style = base === null ? "merge" : "diff3"
  return splitLines(renderConflict({ chunks: [chunk], end: "\n" }, { style, size, labels }))
}
