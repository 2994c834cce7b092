import { spawnSync } from "node:child_process"
import type { MergeLabels, MergeRequest } from "./merge-arguments.js"

export type LineMerge =
  | { readonly kind: "merged"; readonly bytes: Uint8Array; readonly conflicts: number }
  | { readonly kind: "failed"; readonly reason: string }

/** Merges with `git merge-file`, as git does for a text file, for an input that is not a notebook. Changes no file.
 *  Returns "failed" for a binary file, or if git cannot be started. */
export function mergeByLine(request: MergeRequest, labels: MergeLabels): LineMerge {
  const { base, ours, theirs, markerSize } = request
  const names = [labels.ours, labels.base, labels.theirs].flatMap((label) => ["-L", label])
  const args = ["merge-file", "-p", `--marker-size=${markerSize}`, ...names, "--", ours, base, theirs]
  const { status, stdout, stderr, error } = spawnSync("git", args, {
    maxBuffer: Number.POSITIVE_INFINITY,
    windowsHide: true,
  })
  if (status === null || status > MOST_CONFLICTS) return { kind: "failed", reason: reason(error, stderr) }
  return { kind: "merged", bytes: stdout, conflicts: status }
}

/** Sets the largest exit status that is a number of conflicts; more conflicts give the same. */
const MOST_CONFLICTS = 127

function reason(error: Error | undefined, stderr: Uint8Array): string {
  return error?.message ?? new TextDecoder().decode(stderr).trim()
}
