import { spawn } from "node:child_process"
import type { Environment } from "./git-process.js"

/** Values by key, the key in git's own form: `section.subsection.name`, section and name in lower case. The
 *  last value of a key is the one that counts; null is a key without a value, which means true. */
export type GitConfig = ReadonlyMap<string, readonly (string | null)[]>

export interface ConfigPlace {
  readonly cwd: string
  readonly environment: Environment
  /** The command line's own options, such as `--global`. */
  readonly scope?: readonly string[]
}

/** Reads each key that `pattern`, a POSIX extended regular expression, matches: one git process, which a driver
 *  starts before it reads its notebooks and awaits after. No key, no repository and no git are all an empty
 *  config: a driver works without. */
export function readConfig(pattern: string, place: ConfigPlace): Promise<GitConfig> {
  const args = ["config", "-z", ...(place.scope ?? []), "--get-regexp", pattern]
  const { cwd, environment: env } = place
  // one pipe: each of the others costs a driver as much as reading a small notebook
  const git = spawn("git", args, { cwd, env, stdio: ["ignore", "pipe", "ignore"], windowsHide: true })
  const chunks: Uint8Array[] = []
  git.stdout.on("data", (chunk: Uint8Array) => chunks.push(chunk))
  return new Promise((resolve) => {
    git.on("error", () => resolve(new Map()))
    // git prints all or nothing, so that its exit code has nothing to add and is not waited for
    git.stdout.on("end", () => resolve(parseConfig(Buffer.concat(chunks).toString("utf8"))))
  })
}

export function lastValue(config: GitConfig, key: string): string | undefined {
  const value = config.get(key)?.at(-1)
  return value === null ? "true" : value
}

/** git's reading of a boolean; undefined for what is none, or not set. */
export function booleanValue(config: GitConfig, key: string): boolean | undefined {
  const value = lastValue(config, key)?.toLowerCase()
  if (value === undefined) return undefined
  if (["true", "yes", "on"].includes(value)) return true
  if (["false", "no", "off", ""].includes(value)) return false
  return /^-?\d+$/.test(value) ? Number(value) !== 0 : undefined
}

/** `git config -z` writes key, newline, value, NUL. */
export function parseConfig(output: string): GitConfig {
  const config = new Map<string, (string | null)[]>()
  for (const entry of output.split("\0").slice(0, -1)) {
    const end = entry.indexOf("\n")
    const key = end < 0 ? entry : entry.slice(0, end)
    const values = config.get(key) ?? []
    values.push(end < 0 ? null : entry.slice(end + 1))
    config.set(key, values)
  }
  return config
}
