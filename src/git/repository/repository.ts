import { type GitPlace, runGit } from "./git-process.js"

/** Runs git and returns its standard output. Throws an exit status that reports an error as a GitError; one without
 *  a message on standard error, with which git says "no" or "none", returns the output. */
export type Git = (...args: readonly string[]) => Promise<string>

/** What git had to say, in its words, or what was wrong with one of its files: one line. */
export class GitError extends Error {
  override readonly name = "GitError"
}

/** git as it runs in that place and environment alone. `latin1` is for names that need not be UTF-8: a character a
 *  byte. */
export function openGit(place: GitPlace, encoding: "utf8" | "latin1" = "utf8"): Git {
  return async (...args) => {
    const { status, output, message } = await runGit(args, place)
    if (status !== 0 && message !== "") throw new GitError(firstWords(message))
    return output.toString(encoding)
  }
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

/** git's first line that reports an error, without the word that says so: hints and warnings may precede it. */
function firstWords(errors: string): string {
  const lines = errors.split("\n").map((line) => line.trim())
  const reported = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.find(Boolean) ?? "git failed"
  return reported.replace(/^(fatal|error): /, "")
}

/** Whose git: this repository's, this user's, or this machine's. */
export type Scope = "local" | "global" | "system"

/** Where a command was called, and git there. */
export interface Place extends GitPlace {
  readonly git: Git
}
