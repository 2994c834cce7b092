import { fileURLToPath } from "node:url"
import { type GitRun, type Repository, type RunOptions, runProgram } from "./repository.js"

/** The launcher of the built program. */
export const launcher = fileURLToPath(new URL("../../bin/nbdiff.js", import.meta.url))

/** Runs the built program at the top of a repository, or elsewhere with its environment. */
export function nbdiff(repo: Repository, args: readonly string[], more: RunOptions = {}): GitRun {
  return runProgram(process.execPath, [launcher, ...args], {
    cwd: more.cwd ?? repo.top,
    env: { ...repo.env, ...more.env },
    ...(more.input === undefined ? {} : { input: more.input }),
  })
}
