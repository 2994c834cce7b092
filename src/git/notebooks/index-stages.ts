import { resolve } from "node:path"
import type { MergedFiles } from "../../merge/resolve/resolve.js"
import { isNotebookName } from "../../node/notebook-name.js"
import { readAttributes } from "../repository/attributes.js"
import { DRIVER_NAME } from "../repository/driver-name.js"
import { type GitPlace, runGit } from "../repository/git-process.js"
import { openObjects } from "../repository/object-reader.js"
import { worktreeForm } from "../repository/stored-bytes.js"

/** A notebook that git's index holds in conflict, by its blobs; a side that deleted it has none. */
export interface UnmergedNotebook {
  /** Relative to the worktree's top. */
  readonly path: string
  /** Where its file is, an absolute path. */
  readonly file: string
  readonly base: string | undefined
  readonly ours: string | undefined
  readonly theirs: string | undefined
}

/** The notebooks in conflict below these paths, or in the whole repository: every file that ends in `.ipynb` or
 *  has our merge driver. Empty where there is no conflict, and no repository. */
export async function unmergedNotebooks(
  top: string | undefined,
  paths: readonly string[],
  place: GitPlace,
): Promise<readonly UnmergedNotebook[]> {
  if (top === undefined) return []
  const pathspecs = paths.map((path) => resolve(place.cwd, path))
  const args = [
    "--literal-pathspecs",
    "ls-files",
    "-u",
    "-z",
    "--full-name",
    "--",
    ...(paths.length > 0 ? pathspecs : [top]),
  ]
  const { output } = await runGit(args, place)
  const stages = parseStages(output.toString())
  const found = await readAttributes([...stages.keys()], { ...place, cwd: top })
  return [...stages].flatMap(([path, [base, ours, theirs]]) =>
    isNotebookName(path) || found.get(path)?.merge === DRIVER_NAME
      ? [{ path, file: resolve(top, path), base, ours, theirs }]
      : [],
  )
}

/** Returns the versions that were merged; undefined if a side deleted the file, so that there are not two to merge. */
export async function readStages(
  { path, base, ours, theirs }: UnmergedNotebook,
  place: GitPlace,
): Promise<MergedFiles | undefined> {
  if (ours === undefined || theirs === undefined) return undefined
  const objects = openObjects(place)
  try {
    const [b, o, t] = await Promise.all([
      base === undefined ? undefined : objects.read(base),
      objects.read(ours),
      objects.read(theirs),
    ])
    if (o === undefined || t === undefined) return undefined
    const file = (blob: string | undefined, bytes: Uint8Array | undefined) =>
      bytes === undefined ? new Uint8Array(0) : worktreeForm(blob as string, bytes, path, place)
    return {
      base: await file(base, b?.bytes),
      ours: await file(ours, o.bytes),
      theirs: await file(theirs, t.bytes),
    }
  } finally {
    objects.close()
  }
}

type Stages = [base: string | undefined, ours: string | undefined, theirs: string | undefined]

/** git writes mode, blob, stage, a tab and the path, then NUL. */
function parseStages(output: string): ReadonlyMap<string, Stages> {
  const stages = new Map<string, Stages>()
  for (const entry of output.split("\0")) {
    const [, blob, stage, path] = /^\d+ ([0-9a-f]+) ([123])\t(.*)$/s.exec(entry) ?? []
    if (path === undefined) continue
    const all = stages.get(path) ?? [undefined, undefined, undefined]
    all[Number(stage) - 1] = blob
    stages.set(path, all)
  }
  return stages
}
