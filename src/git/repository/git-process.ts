import { spawn } from "node:child_process"

export type Environment = Readonly<Record<string, string | undefined>>

export interface GitPlace {
  readonly cwd: string
  readonly environment: Environment
}

export interface GitResult {
  /** Null where a signal ended it. */
  readonly status: number | null
  readonly output: Buffer
  /** Standard error: git's own words. */
  readonly message: string
}

/** Runs git to its end, bytes in and bytes out. Without git the status is 127, as a shell's would be. */
export function runGit(args: readonly string[], place: GitPlace, input?: Uint8Array): Promise<GitResult> {
  return new Promise((resolve) => {
    const child = spawn("git", args, { cwd: place.cwd, env: place.environment, windowsHide: true })
    const output: Buffer[] = []
    const message: Buffer[] = []
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk))
    child.stderr.on("data", (chunk: Buffer) => message.push(chunk))
    child.on("error", (error) =>
      resolve({ status: 127, output: Buffer.alloc(0), message: `could not run git: ${error.message}\n` }),
    )
    child.on("close", (status) =>
      resolve({ status, output: Buffer.concat(output), message: Buffer.concat(message).toString() }),
    )
    // git may end without having read its input
    child.stdin.on("error", () => undefined)
    child.stdin.end(input)
  })
}

/** git's words without the list of options that it prints after its complaint about one. */
export function withoutUsage(message: string): string {
  const usage = message.search(/^usage: /m)
  return usage > 0 ? message.slice(0, usage) : message
}
