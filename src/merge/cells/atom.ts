import type { Side } from "../text/side.js"
/** The outcome of merging one value. */
export type Merged<T> =
  | { readonly kind: "resolved"; readonly value: T; readonly from: "both" | Side }
  | { readonly kind: "conflict"; readonly base: T; readonly ours: T; readonly theirs: T }

/** The three-way rule for a value that is not divided further. */
export function mergeAtom<T>(base: T, ours: T, theirs: T, same: (x: T, y: T) => boolean): Merged<T> {
  // base first: what a version shares with it was found when it was read
  const isOursKept = same(base, ours)
  const isTheirsKept = same(base, theirs)
  if (isOursKept !== isTheirsKept) {
    return isTheirsKept
      ? { kind: "resolved", value: ours, from: "ours" }
      : { kind: "resolved", value: theirs, from: "theirs" }
  }
  if (isOursKept || same(ours, theirs)) return { kind: "resolved", value: ours, from: "both" }
  return { kind: "conflict", base, ours, theirs }
}
