import { spawn } from "node:child_process"
import { chmodSync, existsSync, readFileSync } from "node:fs"
import { onTestFinished } from "vitest"
import type { Repository } from "../support/repository.js"

/** git with a tool of ours that serves a page. */
export interface StartedGit {
  readonly address: string
  readonly ended: Promise<number | null>
}

/** Starts git and waits for the address that the tool opens: BROWSER is a program that prints it. */
export async function startGit(repo: Repository, args: readonly string[]): Promise<StartedGit> {
  const script = repo.write("../home/browser", '#!/bin/sh\nprintf "opened %s\\n" "$1" >>"$0.log"\n')
  chmodSync(script, 0o755)
  const child = spawn("git", args, {
    cwd: repo.top,
    env: { ...repo.env, BROWSER: script },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  })
  onTestFinished(() => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL")
    } catch {
      // it has ended
    }
  })
  let text = ""
  child.stderr.on("data", (chunk: Buffer) => {
    text += chunk.toString()
  })
  let hasEnded = false
  const ended = new Promise<number | null>((resolve) =>
    child.on("close", (code) => {
      hasEnded = true
      resolve(code)
    }),
  )
  const log = `${script}.log`
  while (!existsSync(log) || !readFileSync(log, "utf8").includes("\n")) {
    if (hasEnded) throw new Error(`git ended: ${text}`)
    await new Promise((later) => setTimeout(later, 100))
  }
  const address = /opened (\S+)/.exec(readFileSync(log, "utf8"))?.[1] ?? ""
  return { address, ended }
}
