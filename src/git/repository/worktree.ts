import { type GitPlace, runGit } from "./git-process.js"

/** The worktree's top, an absolute path; undefined outside a repository, and in a bare one. */
export async function worktreeTop(place: GitPlace): Promise<string | undefined> {
  const { status, output } = await runGit(["rev-parse", "--show-toplevel"], place)
  return status === 0 ? output.toString().replace(/\n$/, "") : undefined
}
