import type { Cell } from "../../notebook/model.js"

/** The keys of either version that hold what a run left. */
export const RUN_KEYS = ["outputs", "execution_count", "prompt_number"] as const

/** Of the cells with one source the one whose run is the cell's: that of the same id, or else the only one. */
export function runAmong(candidates: readonly Cell[], { id, type }: Cell): Cell | undefined {
  const runs = candidates.filter((cell) => cell.type === type)
  return runs.find((cell) => id !== undefined && cell.id === id) ?? (runs.length === 1 ? runs[0] : undefined)
}
