import type { MarkerStyle } from "../../merge/cells/marked-source.js"
import type { Decision } from "../../merge/decisions/decision.js"
import { DEFAULT_POLICY, type MergePolicy } from "../../merge/decisions/policy.js"
import { type FileMerge, mergeFiles } from "../../merge/merge-files.js"
import { replaceFile } from "../../node/file-replacement.js"
import { type InputFile, readInput } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { sameMemory } from "../../node/same-memory.js"
import { complain } from "../../node/standard-output.js"
import { CONFLICT_STATUS } from "../install/shell-command.js"
import type { GitConfig } from "../repository/config.js"
import { type GitPlace, runGit } from "../repository/git-process.js"
import { conflictStyle } from "../settings/driver-settings.js"
import { fallbackSettings } from "../settings/fallback-settings.js"
import { policiesOf } from "../settings/merge-settings.js"
import { isSettingsError } from "../settings/settings-file.js"
import { conflictLabels } from "./conflict-labels.js"
import { mergeByLine } from "./line-merge.js"
import {
  DEFAULT_MARKER_SIZE,
  type MergeLabels,
  type MergeRequest,
  parseMergeArguments,
} from "./merge-arguments.js"
import { mergeMessages } from "./merge-message.js"

/** Runs as git's merge driver: git passes `%O %A %B %L %P %S %X %Y` and reads the result from `%A`. Returns 0 for a
 *  clean merge and `CONFLICT_STATUS` for conflicts that are marked in the file; anything else means that the file is
 *  unchanged, and the registered command merges it by line. `config` has the values of `DRIVER_KEYS`. */
export async function mergeDriver(args: readonly string[], config: Promise<GitConfig>): Promise<number> {
  const request = parseMergeArguments(args)
  if (request === undefined) return complain("driver merge needs the files of base, ours and theirs")
  const place = { cwd: process.cwd(), environment: process.env }
  const files = [request.base, request.ours, request.theirs].map((path) => readInput(path, request.path))
  const [base, ours, theirs] = files.map(bytesOf) as [Uint8Array, Uint8Array, Uint8Array]
  const blobs = { path: request.path, base, ours, theirs }
  const labels = conflictLabels(request.labels, place.environment, place.cwd, blobs)
  const markerStyle = { style: conflictStyle(await config), size: request.markerSize, labels }
  const merge = mergeInputs(files, markerStyle, await policyFor(place.cwd, await config, request.path))
  if (merge.kind === "by-line") return lineMerge(request, labels, merge.reason)
  const { bytes, decisions } = merge.merge
  replaceFile(request.ours, bytes, { durable: false })
  await report(request, decisions, place)
  return decisions.some(({ conflict }) => conflict) ? CONFLICT_STATUS : 0
}

/** Reads the settings at the worktree's top, where git runs a driver. Reports a mistake in them and uses the
 *  defaults, which lose nothing: a merge that stopped would leave a file without a mark. */
async function policyFor(top: string, config: GitConfig, path: string): Promise<MergePolicy> {
  try {
    const fallback = fallbackSettings({ cwd: top, environment: process.env }, complain)
    return (await policiesOf(top, config, [], fallback))(path)
  } catch (error) {
    if (!isSettingsError(error)) throw error
    complain(`${error.message}; merging with the defaults`)
    return DEFAULT_POLICY
  }
}

/** git says that a file is in conflict, and not where. Of the ancestor that a criss-cross merge makes for itself nothing
 *  is said: nobody gets to see it. */
async function report(request: MergeRequest, decisions: readonly Decision[], place: GitPlace): Promise<void> {
  const messages = mergeMessages(request.path, decisions)
  if (messages.length === 0 || (await isVirtualAncestor(request, place))) return
  for (const message of messages) complain(message)
}

/** For such an ancestor git makes the markers longer than the path's own. */
async function isVirtualAncestor({ path, markerSize }: MergeRequest, place: GitPlace): Promise<boolean> {
  if (markerSize === DEFAULT_MARKER_SIZE) return false
  const { output } = await runGit(["check-attr", "-z", "conflict-marker-size", "--", path], place)
  const own = Number(output.toString().split("\0")[2])
  return markerSize !== (own > 0 ? own : DEFAULT_MARKER_SIZE)
}

function bytesOf(file: InputFile): Uint8Array {
  return file.kind === "bytes" ? file.bytes : new Uint8Array(0)
}

type CellMerge =
  | { readonly kind: "by-cell"; readonly merge: FileMerge }
  | { readonly kind: "by-line"; readonly reason: string }

function mergeInputs(files: readonly InputFile[], markerStyle: MarkerStyle, policy: MergePolicy): CellMerge {
  const [base, ours, theirs] = files.map(bytesOf)
  const trouble = files.find((file, i) => file.kind === "trouble" && !(i === 0 && file.code === "empty"))
  if (trouble?.kind === "trouble") return { kind: "by-line", reason: trouble.message }
  try {
    const merge = mergeFiles(base as Uint8Array, ours as Uint8Array, theirs as Uint8Array, {
      markerStyle,
      policy,
      same: sameMemory,
    })
    return { kind: "by-cell", merge }
  } catch (error) {
    return { kind: "by-line", reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Merges the file as text, as git does. */
function lineMerge(request: MergeRequest, labels: MergeLabels, reason: string): number {
  complain(`${quotedPath(request.path)}: ${reason}; merging it by line`)
  const merge = mergeByLine(request, labels)
  if (merge.kind === "failed") return complain(merge.reason)
  replaceFile(request.ours, merge.bytes, { durable: false })
  return merge.conflicts > 0 ? CONFLICT_STATUS : 0
}
