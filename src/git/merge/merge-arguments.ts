/** What git hands to a merge driver. */
export interface MergeRequest {
  /** Three files beside each other. The base is empty where both sides added the file. */
  readonly base: string
  /** Also where git reads the result. */
  readonly ours: string
  readonly theirs: string
  /** The path that is merged, relative to the worktree's top. */
  readonly path: string
  /** How many characters a conflict's marker has. */
  readonly markerSize: number
  /** What git calls the three sides; undefined from a git that does not say. */
  readonly labels: MergeLabels | undefined
}

export interface MergeLabels {
  readonly base: string
  readonly ours: string
  readonly theirs: string
}

/** Reads `%O %A %B %L %P %S %X %Y`, of which the last five may be missing. Undefined when a file is. */
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

/** git's own, where it does not say another. */
export const DEFAULT_MARKER_SIZE = 7

/** Characters over which nobody reads a marker: the attribute that asks for it is anybody's. */
export const LONGEST_MARKER = 1000

function parseMarkerSize(text: string | undefined): number {
  const size = /^\d+$/.test(text ?? "") ? Number(text) : 0
  return size > 0 && size <= LONGEST_MARKER ? size : DEFAULT_MARKER_SIZE
}

/** git before 2.44 passes these three as they are in its config. */
function parseLabels([base, ours, theirs]: readonly string[]): MergeLabels | undefined {
  if (base === undefined || ours === undefined || theirs === undefined) return undefined
  if (ours === "%X" || (ours === "" && theirs === "")) return undefined
  return { base: base || "base", ours: ours || "ours", theirs: theirs || "theirs" }
}
