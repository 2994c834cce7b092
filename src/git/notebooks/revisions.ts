import { posix, resolve } from "node:path"
import { isNotebookName } from "../../node/notebook-name.js"
import { type PathAttributes, readAttributes } from "../repository/attributes.js"
import { DRIVER_NAME } from "../repository/driver-name.js"
import { type GitPlace, runGit, withoutUsage } from "../repository/git-process.js"
import { type ChangedFile, parseRawDiff, type RawEntry } from "./raw-diff.js"

/** What `git diff` is asked to compare, in its own words. */
export interface RangeQuery {
  /** git's options that choose or pair files: `--cached`, `-R`, `--diff-filter=…`, … */
  readonly options: readonly string[]
  /** Revisions, then paths, told apart by git. */
  readonly operands: readonly string[]
  /** Paths after `--`; undefined where there was none. */
  readonly paths: readonly string[] | undefined
}

export type Range =
  | {
      readonly kind: "changes"
      readonly entries: readonly RawEntry[]
      /** The worktree's top, an absolute path; undefined in a bare repository. */
      readonly top: string | undefined
      /** By path, of the notebooks that the worktree has a part in. */
      readonly attributes: ReadonlyMap<string, PathAttributes>
      /** What git said beside, such as that there are too many files to look for renames; often empty. */
      readonly warnings: string
    }
  /** What git had to say, in its words. */
  | { readonly kind: "trouble"; readonly message: string }

/** The notebooks that differ in a range: every file that ends in `.ipynb`, that has our diff driver, or that is
 *  named in full by an operand. git itself reads the range, so that everything in it means what it means to
 *  `git diff`: revisions, paths, merge bases, renames, config. */
export async function changedNotebooks(query: RangeQuery, place: GitPlace): Promise<Range> {
  const [diff, location] = await Promise.all([
    runGit(["-c", "diff.relative=false", "diff", ...RAW_OPTIONS, ...rangeArguments(query)], place),
    locate(place),
  ])
  if (location.kind === "trouble") return location
  if (diff.status !== 0) return { kind: "trouble", message: withoutUsage(diff.message) }
  const entries = parseRawDiff(diff.output)
  const attributes = await attributesOf(entries, location, place)
  const named = new Set(
    [...query.operands, ...(query.paths ?? [])].map((path) => posix.normalize(location.prefix + path)),
  )
  const isNotebook = (entry: RawEntry): boolean =>
    pathsOf(entry).some(
      (path) => isNotebookName(path) || attributes.get(path)?.diff === DRIVER_NAME || named.has(path),
    )
  return {
    kind: "changes",
    entries: entries.filter(isNotebook),
    top: location.top,
    attributes,
    warnings: diff.message,
  }
}

const RAW_OPTIONS = ["--raw", "-z", "--no-abbrev", "--no-color", "--no-ext-diff"]

/** The query as arguments of `git diff`. */
export function rangeArguments({ options, operands, paths }: RangeQuery): readonly string[] {
  return [...options, ...operands, ...(paths === undefined ? [] : ["--", ...paths])]
}

interface Location {
  readonly kind: "location"
  readonly top: string | undefined
  /** From the top to here: empty or with a slash at its end. */
  readonly prefix: string
  /** From here to the top: empty or with a slash at its end. */
  readonly up: string
}

async function locate(place: GitPlace): Promise<Location | (Range & { kind: "trouble" })> {
  const { status, output, message } = await runGit(
    ["rev-parse", "--is-inside-work-tree", "--show-cdup", "--show-prefix"],
    place,
  )
  if (status !== 0) return { kind: "trouble", message }
  const [, inside, up = "", prefix = ""] = /^([a-z]*)\n([./]*)\n(.*)\n$/s.exec(output.toString()) ?? []
  const hasTop = inside === "true" || up !== ""
  return { kind: "location", top: hasTop ? resolve(place.cwd, up) : undefined, prefix, up }
}

/** The attributes of every path whose name does not tell that it is a notebook, and of the notebooks in the
 *  worktree: how git would convert those. */
async function attributesOf(
  entries: readonly RawEntry[],
  { up }: Location,
  place: GitPlace,
): Promise<ReadonlyMap<string, PathAttributes>> {
  const asked = entries.flatMap((entry) =>
    pathsOf(entry).filter((path) => !isNotebookName(path) || isInWorktree(entry)),
  )
  const found = await readAttributes(
    [...new Set(asked)].map((path) => up + path),
    place,
  )
  return new Map([...found].map(([path, attributes]) => [path.slice(up.length), attributes]))
}

function isInWorktree(entry: RawEntry): boolean {
  return (
    entry.kind === "changed" && [entry.file.before, entry.file.after].some(({ kind }) => kind === "worktree")
  )
}

function pathsOf(entry: RawEntry): readonly string[] {
  return entry.kind === "unmerged" ? [entry.path] : distinctPaths(entry.file)
}

export function distinctPaths({ oldPath, path }: ChangedFile): readonly string[] {
  return oldPath === path ? [path] : [oldPath, path]
}
