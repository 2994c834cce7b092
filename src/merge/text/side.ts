/** A side of a merge. */
export type Side = "ours" | "theirs"

/** A version of a merge. */
export type Version = "base" | Side

/** Something of each version of a merge. */
export type ThreeWay<T> = Readonly<Record<Version, T>>

export function otherSide(side: Side): Side {
  return side === "ours" ? "theirs" : "ours"
}
