import type { Version } from "../text/side.js"
/** What a place of a conflict becomes: a version, or both in either order. */
export type Take = "ours" | "theirs" | "base" | "union" | "union-reversed"

/** One thing that a person does to a merged notebook. Conflicts, places and cells are counted from 0 in the file as it was
 *  opened, whatever has been done since; so actions that touch different things can be done in any order. */
export type Action =
  /** With `place` null every place of the conflict, with `take` null it is open again. */
  | {
      readonly kind: "choose"
      readonly conflict: number
      readonly place: number | null
      readonly take: Take | null
    }
  | { readonly kind: "write"; readonly conflict: number; readonly place: number; readonly text: string }
  /** Every conflict that is open and that can be resolved so. */
  | { readonly kind: "choose-all"; readonly take: "ours" | "theirs" | "base" | "union" }
  | { readonly kind: "edit-cell"; readonly cell: number; readonly source: string }
  /** The whole cell as a side has it, its outputs included; without a cell on that side it is deleted. */
  | { readonly kind: "take-cell"; readonly cell: number; readonly side: Version }
  | { readonly kind: "delete-cell"; readonly cell: number }
  | { readonly kind: "restore-cell"; readonly cell: number }
  /** Before another cell, or with null to the end. */
  | { readonly kind: "move-cell"; readonly cell: number; readonly before: number | null }
  | { readonly kind: "outputs"; readonly cell: number; readonly take: "ours" | "theirs" | "none" }

/** Returns the actions that a request's JSON holds; undefined where it holds anything else. */
export function parseActions(json: unknown): readonly Action[] | undefined {
  if (!Array.isArray(json) || json.length > MOST_ACTIONS) return undefined
  return json.every(isAction) ? json : undefined
}

const MOST_ACTIONS = 10_000

function isAction(value: unknown): value is Action {
  if (typeof value !== "object" || value === null) return false
  const action = value as Readonly<Record<string, unknown>>
  const { conflict, place, take, cell, side, before } = action
  switch (action.kind) {
    case "choose":
      return (
        isIndex(conflict) && (place === null || isIndex(place)) && (take === null || isOneOf(TAKES, take))
      )
    case "write":
      return isIndex(conflict) && isIndex(place) && typeof action.text === "string"
    case "choose-all":
      return isOneOf(["ours", "theirs", "base", "union"], take)
    case "edit-cell":
      return isIndex(cell) && typeof action.source === "string"
    case "take-cell":
      return isIndex(cell) && isOneOf(["base", "ours", "theirs"], side)
    case "delete-cell":
    case "restore-cell":
      return isIndex(cell)
    case "move-cell":
      return isIndex(cell) && (before === null || isIndex(before))
    case "outputs":
      return isIndex(cell) && isOneOf(["ours", "theirs", "none"], take)
    default:
      return false
  }
}

const TAKES: readonly Take[] = ["ours", "theirs", "base", "union", "union-reversed"]

function isIndex(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isOneOf(values: readonly string[], value: unknown): boolean {
  return typeof value === "string" && values.includes(value)
}
