import { realpathSync, statSync } from "node:fs"
import { basename, dirname, relative, resolve, sep } from "node:path"
import type { RangeQuery } from "../../git/notebooks/revisions.js"
import { type GitPlace, runGit } from "../../git/repository/git-process.js"
import type { Tree } from "./pictures.js"

/** The two versions of the repository that a range compares. */
export interface TreePair {
  readonly before: Tree
  readonly after: Tree
}

const NONE: Tree = { kind: "none" }

/** Returns what the two sides of a range are, as `git diff` reads its operands. */
export async function rangeTrees(
  { options, operands }: RangeQuery,
  top: string | undefined,
  place: GitPlace,
): Promise<TreePair> {
  // a stage of a conflict is not a version of the whole repository
  if (options.some((option) => STAGES.includes(option))) return { before: NONE, after: NONE }
  const [first, second] = await revisionsIn(operands, place)
  const isCached = options.includes("--cached")
  const files: Tree = top === undefined ? NONE : { kind: "files", top }
  const start = options.includes("--merge-base") ? await mergeBase(first, second ?? "HEAD", place) : first
  const before: Tree =
    start === undefined ? (isCached ? { kind: "commit", id: "HEAD" } : { kind: "index" }) : commit(start)
  const after: Tree = second === undefined ? (isCached ? { kind: "index" } : files) : commit(second)
  return options.includes("-R") ? { before: after, after: before } : { before, after }
}

const STAGES: readonly string[] = ["--base", "--ours", "--theirs"]

function commit(id: string): Tree {
  return { kind: "commit", id }
}

/** git writes `A..B` as B and ^A, and `A...B` as A, B and ^base: what is left out is the side before. */
async function revisionsIn(
  operands: readonly string[],
  place: GitPlace,
): Promise<readonly [string | undefined, string | undefined]> {
  if (operands.length === 0) return [undefined, undefined]
  const { output } = await runGit(["rev-parse", "--revs-only", ...operands], place)
  const ids = output.toString().split("\n").filter(Boolean)
  const out = ids.find((id) => id.startsWith("^"))?.slice(1)
  const kept = ids.filter((id) => !id.startsWith("^"))
  return out === undefined ? [kept[0], kept[1]] : [out, kept.at(-1)]
}

async function mergeBase(a: string | undefined, b: string, place: GitPlace): Promise<string | undefined> {
  if (a === undefined) return undefined
  const { status, output } = await runGit(["merge-base", a, b], place)
  return status === 0 ? output.toString().trim() : a
}

/** A notebook, and the tree that the paths in it lead into. */
export interface PlacedNotebook {
  readonly tree: Tree
  /** From the tree's top. */
  readonly notebook: string
}

/** Returns where a notebook is that was named outright: a file, or `HEAD:report.ipynb`. `top` is the worktree's;
 *  beside a file outside of it only its own directory is read. */
export function operandTree(name: string, top: string | undefined, cwd: string): PlacedNotebook {
  const file = resolve(cwd, name)
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) return fileTree(file, top)
  const [, revision, path] = /^([^:]*):(?:\.\/)?(.+)$/s.exec(name) ?? []
  if (revision === undefined || path === undefined) return { tree: NONE, notebook: name }
  return { tree: revision === "" ? { kind: "index" } : commit(revision), notebook: path }
}

function fileTree(file: string, top: string | undefined): PlacedNotebook {
  const below = top === undefined ? undefined : pathBelow(top, file)
  if (top === undefined || below === undefined) {
    return { tree: { kind: "files", top: dirname(file) }, notebook: basename(file) }
  }
  return { tree: { kind: "files", top }, notebook: below }
}

function pathBelow(top: string, file: string): string | undefined {
  const path = relative(realpathSync(top), realpathSync(file))
  return path.startsWith("..") ? undefined : path.split(sep).join("/")
}
