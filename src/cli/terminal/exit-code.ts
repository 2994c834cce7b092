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

/** Says in one line on standard error what git found wrong. */
export function gitTrouble(message: string, nearCommand?: string): ExitCode {
  const line = errorLine(message)
  const advice = nearCommand === undefined ? "" : `; did you mean "nbdiff ${nearCommand}"?`
  process.stderr.write(advice === "" ? line : line.replace(/\.?\n$/, `${advice}\n`))
  return Exit.trouble
}

/** Returns an error in one line with our prefix, whoever found it: the advice of git that follows is about git's own
 *  commands, and commander's is about ours. */
export function errorLine(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "")
  const error = lines.find((line) => PREFIX.test(line)) ?? lines[0] ?? "git failed"
  const advice = lines.find((line) => line.startsWith("(Did you mean"))
  return `nbdiff: ${error.replace(PREFIX, "")}${advice === undefined ? "" : ` ${advice.replace("(D", "(d")}`}\n`
}

const PREFIX = /^(?:fatal|error|nbdiff): /
