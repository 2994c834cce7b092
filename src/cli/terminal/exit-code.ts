/** Lists the exit codes for people and scripts. (For those of the drivers, which git reads, see `git/`.) */
export const Exit = {
  ok: 0,
  /** The versions differ (with `--exit-code`), or a merge has conflicts. */
  difference: 1,
  /** The arguments are wrong, or input cannot be read. */
  trouble: 2,
  /** The output pipe was closed: the code that a shell shows for git, which SIGPIPE ends. */
  closedPipe: 141,
} as const

export type ExitCode = (typeof Exit)[keyof typeof Exit]

/** Reports an error in one line on standard error. */
export function trouble(message: string): ExitCode {
  process.stderr.write(`nbdiff: ${message}\n`)
  return Exit.trouble
}

/** Writes a warning about a result to standard error, once. */
export function warn(message: string): void {
  if (!warned.has(message)) process.stderr.write(`warning: ${message}\n`)
  warned.add(message)
}

const warned = new Set<string>()

/** Reports git's error in one line on standard error. */
export function gitTrouble(message: string, nearCommand?: string): ExitCode {
  const line = errorLine(message)
  const advice = nearCommand === undefined ? "" : `; did you mean "nbdiff ${nearCommand}"?`
  process.stderr.write(advice === "" ? line : line.replace(/\.?\n$/, `${advice}\n`))
  return Exit.trouble
}

/** Returns an error in one line with our prefix, whether git or commander found it. Drops git's advice, which is
 *  about git's commands, and keeps commander's. */
export function errorLine(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "")
  const error = lines.find((line) => PREFIX.test(line)) ?? lines[0] ?? "git failed"
  const advice = lines.find((line) => line.startsWith("(Did you mean"))
  return `nbdiff: ${error.replace(PREFIX, "")}${advice === undefined ? "" : ` ${advice.replace("(D", "(d")}`}\n`
}

const PREFIX = /^(?:fatal|error|nbdiff): /
