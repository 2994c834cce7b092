import { type GitPlace, runGit } from "./git-process.js"

/** The worktree's top, an absolute path; undefined outside a repository, and in a bare one. */
export async function worktreeTop(place: GitPlace): Promise<string | undefined> {
  const { status, output } = await runGit(["rev-parse", "--show-toplevel"], place)
  return status === 0 ? output.toString().replace(/\n$/, "") : undefined
}

/** Returns the place without what a hook's environment says of the repository that it runs in. */
export function outsideOfHook({ cwd, environment }: GitPlace): GitPlace {
  const {
    GIT_DIR: _dir,
    GIT_WORK_TREE: _tree,
    GIT_INDEX_FILE: _index,
    GIT_COMMON_DIR: _common,
    GIT_OBJECT_DIRECTORY: _objects,
    GIT_PREFIX: _prefix,
    ...rest
  } = environment
  return { cwd, environment: rest }
}
