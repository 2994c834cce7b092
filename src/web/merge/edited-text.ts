import { withoutEnding } from "../../diff/text/lines.js"
import type { ConflictedNotebook } from "../../merge/resolve/resolve.js"
import type { Action } from "../../merge/rework/action.js"
import { placeBases } from "../../merge/rework/place-bases.js"
import { placeLines } from "../../merge/rework/place-choices.js"
import { rework } from "../../merge/rework/rework.js"
import { reworkState } from "../../merge/rework/rework-state.js"
import { unionOf } from "../../merge/text/line-merge.js"
import type { ActionAnswer } from "../server/web-session.js"

/** Returns the text that an editor begins with: of a cell, or of one place of a conflict. */
export function editedText(
  body: unknown,
  conflicted: ConflictedNotebook,
  actions: readonly Action[],
): ActionAnswer {
  const { cell, conflict, place } = (body ?? {}) as Readonly<Record<string, unknown>>
  const text =
    typeof cell === "number"
      ? cellText(cell, conflicted, actions)
      : typeof conflict === "number" && typeof place === "number"
        ? placeText(conflict, place, conflicted, actions)
        : undefined
  if (text === undefined) return { kind: "refused", status: 400, message: "no such text" }
  return { kind: "answer", json: { text } }
}

function cellText(
  cell: number,
  conflicted: ConflictedNotebook,
  actions: readonly Action[],
): string | undefined {
  const result = rework(conflicted, actions)
  const now = result.kind === "bytes" ? result.notebook.cells[result.cells[cell] ?? -1] : undefined
  return (now ?? conflicted.notebook.cells[cell])?.source
}

function placeText(
  index: number,
  place: number,
  conflicted: ConflictedNotebook,
  actions: readonly Action[],
): string | undefined {
  const conflict = conflicted.conflicts[index]
  if (conflict?.kind !== "source") return undefined
  const chunks = conflict.text.chunks.filter((chunk) => chunk.kind === "conflict")
  const chunk = chunks[place]
  if (chunk === undefined) return undefined
  const state = reworkState(conflicted, actions).places[index]?.[place]
  const base = placeBases(conflicted, conflict)[place]
  // an open place begins with both versions
  return withoutEnding((state === undefined ? unionOf(chunk) : placeLines(chunk, state, base)).join(""))
}
