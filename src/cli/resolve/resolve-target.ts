import { existsSync, statSync } from "node:fs"
import { relative, resolve } from "node:path"
import {
  type ConflictedFile,
  type OpenedConflict,
  readConflictedFile,
} from "../../git/merge/conflicted-file.js"
import { readStages, type UnmergedNotebook } from "../../git/notebooks/index-stages.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import type { MergePolicy } from "../../merge/decisions/policy.js"
import { quotedPath } from "../../node/quoted-path.js"

/** Describes a file to check, with the name that the user gave it. */
export interface Target {
  readonly name: string
  readonly file: string
  readonly unmerged: UnmergedNotebook | undefined
}

/** Returns the notebooks in conflict, and every other file that is named. */
export function targetsOf(
  paths: readonly string[],
  unmerged: readonly UnmergedNotebook[],
  { cwd }: GitPlace,
): readonly Target[] {
  const found = unmerged.map((each) => ({ name: relative(cwd, each.file), file: each.file, unmerged: each }))
  const known = new Set(found.map(({ file }) => file))
  const named = paths
    .map((path) => ({ name: path, file: resolve(cwd, path), unmerged: undefined }))
    .filter(
      ({ file }) => !known.has(file) && statSync(file, { throwIfNoEntry: false })?.isDirectory() !== true,
    )
  return [...found, ...named]
}

/** Describes what a target turned out to be; `message` is one line. */
export type OpenedTarget =
  | { readonly kind: "open"; readonly file: ConflictedFile }
  /** Only one side has the file, or none has: git cannot tell whether to keep it, and nothing is marked in it. */
  | { readonly kind: "one-sided"; readonly message: string }
  | { readonly kind: "trouble"; readonly message: string }

export async function openTarget(
  { name, file, unmerged }: Target,
  policy: MergePolicy,
  place: GitPlace,
): Promise<OpenedTarget> {
  const opened = readConflictedFile(file, unmerged && (await readStages(unmerged, place)), policy)
  const isThere = existsSync(file)
  const sides = unmerged && oneSidedMessage(unmerged, quotedPath(name), isThere)
  if (sides !== undefined && !isMarked(opened)) return { kind: "one-sided", message: sides }
  if (opened.kind === "open") return opened
  if (unmerged === undefined || isThere) return { kind: "trouble", message: opened.message }
  const message = `it is not in the worktree: "git checkout --merge -- ${quotedPath(name)}" puts the conflict back`
  return { kind: "trouble", message }
}

/** Returns whether the file holds something that must not be committed. */
function isMarked(opened: OpenedConflict): boolean {
  if (opened.kind !== "open") return opened.kind === "broken"
  return opened.file.isRebuilt || opened.file.conflicted.conflicts.length > 0
}

/** Returns what to do with a file that only one side has; undefined for one that both have. */
function oneSidedMessage(
  { base, ours, theirs }: UnmergedNotebook,
  name: string,
  isThere: boolean,
): string | undefined {
  if (ours !== undefined && theirs !== undefined) return undefined
  if (ours === theirs) return 'deleted by both sides, or renamed by each: "git rm" resolves it'
  const [side, other] = ours === undefined ? ["theirs", "ours"] : ["ours", "theirs"]
  const state = base === undefined ? `only in ${side}` : `deleted by ${other}, kept by the other side`
  const keep = isThere ? "git add" : `git checkout --${side} -- ${name}`
  return `${state}: "${keep}" ${isThere ? "keeps it" : "brings it back"}, "git rm" deletes it`
}
