import { relative, resolve } from "node:path"
import { CONFLICT_KEY } from "../../merge/decisions/decision.js"
import { notebookDiagnostics } from "../../merge/resolve/notebook-diagnostics.js"
import { isNotebookName } from "../../node/notebook-name.js"
import { listNotebooks } from "../notebooks/notebook-files.js"
import { type GitPlace, runGit } from "../repository/git-process.js"

/** Describes a tracked notebook with marked conflicts: in the worktree, or only in its staged version. */
export interface MarkedNotebook {
  readonly name: string
  readonly in: "worktree" | "index"
}

/** Returns the notebooks with marked conflicts below these directories, or in the whole repository. */
export async function markedNotebooks(
  top: string | undefined,
  directories: readonly string[],
  place: GitPlace,
): Promise<readonly MarkedNotebook[]> {
  if (top === undefined) return []
  const found = new Map<string, MarkedNotebook>()
  for (const from of ["worktree", "index"] as const) {
    const likely = await likelyNames(top, directories, from, place)
    const marked = likely.length > 0 ? await markedOf(likely, from, place) : []
    for (const name of marked) if (!found.has(name)) found.set(name, { name, in: from })
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Returns whether a file is staged with marked conflicts. */
export async function isStagedMarked(name: string, place: GitPlace): Promise<boolean> {
  return (await markedOf([name], "index", place)).length > 0
}

/** Returns whether the staged version of a file differs from the worktree's. */
export async function isStagedOtherwise(name: string, place: GitPlace): Promise<boolean> {
  const args = ["--literal-pathspecs", "diff", "--no-ext-diff", "--no-textconv", "--quiet", "--", name]
  return (await runGit(args, place)).status === 1
}

/** Returns the notebooks whose bytes may hold a mark; git searches faster than we can read them. */
async function likelyNames(
  top: string,
  directories: readonly string[],
  from: MarkedNotebook["in"],
  { cwd, environment }: GitPlace,
): Promise<readonly string[]> {
  const { output } = await runGit(
    [
      ...["--literal-pathspecs", "grep", "--no-color", "--no-recurse-submodules", "-l", "-z", "-a", "-F"],
      ...["<<<<<<<", ">>>>>>>", CONFLICT_KEY].flatMap((mark) => ["-e", mark]),
      ...(from === "index" ? ["--cached"] : []),
      ...["--", ...directories.map((path) => resolve(cwd, path))],
    ],
    { cwd: top, environment },
  )
  const names = output.toString().split("\0")
  return names.filter(isNotebookName).map((name) => relative(cwd, resolve(top, name)))
}

async function markedOf(
  names: readonly string[],
  from: MarkedNotebook["in"],
  { cwd, environment }: GitPlace,
): Promise<readonly string[]> {
  const place = { cwd, environment: { ...environment, GIT_LITERAL_PATHSPECS: "1" } }
  const listed = await listNotebooks(names, from, place)
  if (listed.kind === "trouble") return []
  const marked: string[] = []
  for await (const file of listed.files)
    if (file.kind === "bytes" && isMarked(file.bytes)) marked.push(file.name)
  return marked
}

function isMarked(bytes: Uint8Array): boolean {
  return notebookDiagnostics(bytes).diagnostics.some(({ kind }) => kind === "conflict")
}
