import { execFile } from "node:child_process"
import type { Environment } from "./rebase-state.js"

/** Runs git and answers its standard output. An exit status with which git reports an error is thrown as a
 *  GitError; one without a word on standard error, with which git says "no" or "none", answers what there is. */
export type Git = (...args: readonly string[]) => Promise<string>

/** What git had to say, in its words, or what was wrong with one of its files: one line. */
export class GitError extends Error {
  override readonly name = "GitError"
}

/** git as it runs in `cwd`, and in that environment alone. */
export function openGit(cwd: string, environment: Environment): Git {
  const options = {
    cwd,
    env: environment,
    encoding: "utf8",
    maxBuffer: LARGEST_OUTPUT,
    windowsHide: true,
  } as const
  return (...args) =>
    new Promise((resolve, reject) => {
      execFile("git", args, options, (error, output, errors) => {
        if (error === null || (typeof error.code === "number" && errors === "")) return resolve(output)
        reject(
          new GitError(
            error.code === "ENOENT" ? "git is not on the PATH" : firstWords(errors || error.message),
          ),
        )
      })
    })
}

/** What `ask` answers, or undefined where git has an error to report, such as that there is no repository. */
export async function ifRepository<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof GitError) return undefined
    throw error
  }
}

/** Names of files and values of the config: a million notebooks still fit. */
const LARGEST_OUTPUT = 256 << 20

/** git's first line that tells of an error, without the word that says so: hints and warnings may precede it. */
function firstWords(errors: string): string {
  const lines = errors.split("\n").map((line) => line.trim())
  const told = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.find(Boolean) ?? "git failed"
  return told.replace(/^(fatal|error): /, "")
}
