import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { nbdiff } from "../../support/program.js"
import { type GitRun, type Repository, type RunOptions, repository } from "../../support/repository.js"

const examples = new URL("../../../examples/pricing/", import.meta.url)

export function example(name: "first" | "theirs" | "ours"): string {
  return readFileSync(fileURLToPath(new URL(`${name}.ipynb`, examples)), "utf8")
}

/** A repository with a committed notebook whose worktree is another version: cells 3 and 7 are edited, 5 is run again with
 *  another image, 8 is new. */
export interface StagingRepository extends Repository {
  readonly path: string
  nb(args: readonly string[], more?: RunOptions): GitRun
  staged(): string
  stagedCells(): readonly StagedCell[]
}

interface StagedCell {
  readonly source: string | readonly string[]
  readonly outputs?: readonly object[]
}

export function stagingRepository(path = "sub/p.ipynb"): StagingRepository {
  const repo = repository()
  repo.commit("one", { [path]: example("first") })
  repo.write(path, example("theirs"))
  return withStaging(repo, path)
}

export function withStaging(repo: Repository, path: string): StagingRepository {
  const staged = (): string => repo.git("cat-file", "blob", `:${path}`)
  return {
    ...repo,
    path,
    nb: (args, more) => nbdiff(repo, args, more),
    staged,
    stagedCells: () => JSON.parse(staged()).cells,
  }
}
