import { type GitPlace, runGit } from "./git-process.js"
import { GitError } from "./repository.js"

/** Puts other bytes into the index for a path from the worktree's top, where it still has the blob that they were made
 *  of. The worktree's file stays as it is.
 *  @throws GitError */
export async function stageBlob(
  path: string,
  { mode, bytes }: { readonly mode: string; readonly bytes: Uint8Array },
  place: GitPlace,
): Promise<void> {
  const written = await checkedGit(["hash-object", "-w", "--no-filters", "--stdin"], place, bytes)
  const entry = `${mode} ${written.toString().trim()} 0\t${path}\0`
  await checkedGit(["update-index", "-z", "--index-info"], place, Buffer.from(entry))
}

async function checkedGit(args: readonly string[], place: GitPlace, input: Uint8Array): Promise<Buffer> {
  const { status, output, message } = await runGit(args, place, input)
  if (status !== 0) throw new GitError(message.trim())
  return output
}
