/** Holds what git passes to a merge driver. */
export interface MergeRequest {
  /** Three files. The base is empty if both sides added the file. */
  readonly base: string
  /** git also reads the result from here. */
  readonly ours: string
  readonly theirs: string
  /** The path that is merged, relative to the worktree's top. */
  readonly path: string
  /** The length of a conflict marker. */
  readonly markerSize: number
  /** git's names for the three sides; undefined for a git that does not pass them. */
  readonly labels: MergeLabels | undefined
}

export interface MergeLabels {
  readonly base: string
  readonly ours: string
  readonly theirs: string
}

/** Reads `%O %A %B %L %P %S %X %Y`, of which the last five may be missing. Returns undefined if a file is missing. */
export function parseMergeArguments(args: readonly string[]): MergeRequest | undefined {
  const [base, ours, theirs, size, path, ...labels] = args
  if (base === undefined || ours === undefined || theirs === undefined) return undefined
  return {
    base,
    ours,
    theirs,
    path: path ?? ours,
    markerSize: parseMarkerSize(size),
    labels: parseLabels(labels),
  }
}

/** Sets git's default marker length. */
export const DEFAULT_MARKER_SIZE = 7

/** Limits the length of a marker, since anybody can commit the attribute that sets it. */
export const LONGEST_MARKER = 1000

function parseMarkerSize(text: string | undefined): number {
  const size = /^\d+$/.test(text ?? "") ? Number(text) : 0
  return size > 0 && size <= LONGEST_MARKER ? size : DEFAULT_MARKER_SIZE
}

/** Lists the placeholders that git before 2.44 passes literally. */
function parseLabels([base, ours, theirs]: readonly string[]): MergeLabels | undefined {
  if (base === undefined || ours === undefined || theirs === undefined) return undefined
  if (ours === "%X" || (ours === "" && theirs === "")) return undefined
  return { base: base || "base", ours: ours || "ours", theirs: theirs || "theirs" }
}
