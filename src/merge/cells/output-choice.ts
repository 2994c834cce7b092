import type { Version } from "../text/side.js"
import { type CellMerge, type CellVersions, fieldOf } from "./cell-versions.js"
import { mergeVersions } from "./merge-value.js"
import type { MergedSource } from "./merged-cell.js"

/** Whose outputs and count a merged cell has. */
export type OutputChoice = Version | "cleared"

/** Outputs follow the source that made them. Of a source that is neither side's no output is right, but those that
 *  both sides have stay: both left them although they edited the source. */
export function chooseOutputs(merge: CellMerge, versions: CellVersions, source: MergedSource): OutputChoice {
  const { ours, theirs, made } = versions
  if (merge.policy.outputs !== "follow" && !agree(versions)) {
    merge.note("outputs-policy", ["outputs"])
    const { outputs } = merge.policy
    return outputs === "clear" || outputs === made ? "cleared" : outputs
  }
  const text = source.kind === "text" ? source.text : undefined
  const isRunOf = {
    ours: made !== "ours" && text === ours.source,
    theirs: made !== "theirs" && text === theirs.source,
  }
  if (isRunOf.ours) return isRunOf.theirs ? chooseRun(merge, versions) : "ours"
  if (isRunOf.theirs) return "theirs"
  if (made === undefined && text !== undefined && text === versions.base?.source) return "base"
  if (made === undefined && ours.outputs.length > 0 && agree(versions)) return "ours"
  if (ours.outputs.length + theirs.outputs.length > 0) merge.note("outputs-cleared", ["outputs"])
  return "cleared"
}

/** Both sides have the source: the run of the side that ran it again, ours when both did. */
function chooseRun(merge: CellMerge, versions: CellVersions): OutputChoice {
  const outputs = mergeVersions(fieldOf("outputs", versions))
  if (outputs.kind === "conflict") {
    const { ours, theirs } = versions
    // No cell but one of code has run: the other side's new type decides what happens to these.
    if (ours.type !== theirs.type && (ours.type === "code" || theirs.type === "code"))
      return ours.type === "code" ? "ours" : "theirs"
    if (versions.base === undefined && versions.ours.outputs.length === 0) return "theirs"
    merge.note("outputs-rerun", ["outputs"])
    return "ours"
  }
  if (outputs.from !== "both") return outputs.from
  const count = mergeVersions(fieldOf("execution_count", versions))
  return count.kind === "resolved" && count.from === "theirs" ? "theirs" : "ours"
}

function agree({ ours, theirs }: CellVersions): boolean {
  return mergeVersions(fieldOf("outputs", { base: undefined, ours, theirs })).kind === "resolved"
}
