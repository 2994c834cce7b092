import type { CellDiff } from "../diff/model/notebook-diff.js"
import { isSignificantOutput } from "../diff/noise.js"

/** How a changed cell is marked: a sign and a color each, the sign so that color is never needed. */
export type CellKind = "added" | "deleted" | "moved" | "edited" | "split" | "output" | "meta"

export const KIND_SIGNS = {
  added: "+",
  deleted: "−",
  moved: "↕",
  edited: "±",
  split: "⑂",
  output: "▤",
  meta: "#",
} as const satisfies Record<CellKind, string>

export function cellKind({ kind, moved, changes }: CellDiff): CellKind {
  if (kind === "added" || kind === "deleted") return kind
  if (kind === "split" || kind === "joined") return "split"
  if (moved) return "moved"
  if (changes.source !== undefined || changes.type !== undefined) return "edited"
  return changes.outputs.some(isSignificantOutput) ? "output" : "meta"
}
