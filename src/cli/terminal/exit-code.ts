/** What the process answers to a person and to scripts. (The drivers answer git: see `git/`.) */
export const Exit = {
  ok: 0,
  /** Versions that differ, where `--exit-code` asks; a merge with conflicts. */
  difference: 1,
  /** Bad arguments, and input that cannot be read. */
  trouble: 2,
  /** Whoever read our output has gone: what a shell shows for git, which SIGPIPE ends there. */
  closedPipe: 141,
} as const

export type ExitCode = (typeof Exit)[keyof typeof Exit]

/** Says in one line on standard error what is wrong. */
export function trouble(message: string): ExitCode {
  process.stderr.write(`nbdiff: ${message}\n`)
  return Exit.trouble
}

/** Says on standard error, once, what a result should not be read without. */
export function warn(message: string): void {
  if (!warned.has(message)) process.stderr.write(`warning: ${message}\n`)
  warned.add(message)
}

const warned = new Set<string>()

/** Says on standard error what git said, in its words. */
export function gitTrouble(message: string): ExitCode {
  process.stderr.write(message)
  return Exit.trouble
}
