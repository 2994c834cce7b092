import { type GitPlace, type GitResult, runGit } from "../../git/repository/git-process.js"

/** Sets the exit code of git for an unknown option. */
const USAGE = 129

/** Adds a file to the index. A merge writes into the worktree what a sparse checkout leaves out; git knows the option for
 *  that from 2.34. */
export async function addFile(file: string, place: GitPlace): Promise<GitResult> {
  const add = (...options: readonly string[]) =>
    runGit(["--literal-pathspecs", "add", ...options, "--", file], place)
  const added = await add("--sparse")
  return added.status === USAGE ? add() : added
}
