import { type GitPlace, runGit } from "../repository/git-process.js"
import { firstLine, writeBlob } from "./staged-bytes.js"

/** What is to be in the index at a path: undefined for nothing. */
export interface IndexEntry {
  readonly path: string
  readonly bytes: Uint8Array | undefined
  readonly mode: string
  /** The blob that the index has to hold still; undefined for none. */
  readonly expected: string | undefined
}

/** Puts an entry into the index where that still holds what the entry was made from. The worktree is not written. Returns
 *  what is wrong in one line; the index is then as it was. `place` is the worktree's top. */
export async function stageEntry(entry: IndexEntry, place: GitPlace): Promise<string | undefined> {
  const refused = await whyRefused(entry, place)
  if (refused !== undefined) return refused
  const { path, bytes, mode } = entry
  if (bytes === undefined) return runUpdate(["--force-remove", "-z", "--stdin"], `${path}\0`, place)
  const blob = await writeBlob(bytes, place)
  const failed = await runUpdate(["--add", "-z", "--index-info"], `${mode} ${blob} 0\t${path}\0`, place)
  // where all of the worktree's file is staged, git is to see that
  if (failed === undefined) await runGit(["update-index", "-q", "--refresh"], place)
  return failed
}

async function whyRefused({ path, expected }: IndexEntry, place: GitPlace): Promise<string | undefined> {
  const { output } = await runGit(["--literal-pathspecs", "ls-files", "-z", "--stage", "--", path], place)
  const [, now, stage] = /^\d+ ([0-9a-f]+) ([0-3])\t/.exec(output.toString()) ?? []
  if (stage !== undefined && stage !== "0") return "in conflict"
  // what `git add -N` put there counts as nothing
  const isIntent = expected === undefined && now !== undefined
  return now === expected || isIntent ? undefined : "staged otherwise meanwhile: nothing is changed"
}

async function runUpdate(
  args: readonly string[],
  input: string,
  place: GitPlace,
): Promise<string | undefined> {
  const { status, message } = await runGit(["update-index", ...args], place, Buffer.from(input))
  return status === 0 ? undefined : firstLine(message)
}
