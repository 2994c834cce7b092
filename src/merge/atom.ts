/** The outcome of merging one value. */
export type Merged<T> =
  | { readonly kind: "resolved"; readonly value: T; readonly from: "both" | "ours" | "theirs" }
  | { readonly kind: "conflict"; readonly base: T; readonly ours: T; readonly theirs: T }

/** The three-way rule for a value that is not divided further. */
export function mergeAtom<T>(base: T, ours: T, theirs: T, same: (x: T, y: T) => boolean): Merged<T> {
  if (same(ours, theirs)) return { kind: "resolved", value: ours, from: "both" }
  if (same(base, theirs)) return { kind: "resolved", value: ours, from: "ours" }
  if (same(base, ours)) return { kind: "resolved", value: theirs, from: "theirs" }
  return { kind: "conflict", base, ours, theirs }
}
