import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import type { Writable } from "node:stream"
import type { Environment } from "../../git/repository/git-process.js"
import { replaceFile } from "../../node/file-replacement.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"

import { Exit, type ExitCode, trouble } from "./exit-code.js"
import { pagerEnvironment } from "./pager.js"

/** Takes what a command shows: standard output, or a pager in front of it. */
export interface Output {
  /** Whether to go on: false once nobody reads the output, or nothing can be written. */
  write(text: Iterable<string>): Promise<boolean>
  /** Waits until all is written and the pager has ended. Returns the exit code if writing failed; undefined if all
   *  was written, or the pager was quit. Errors have been reported on standard error. */
  close(): Promise<ExitCode | undefined>
}

/** Opens standard output, through `pager` if there is one. The pager starts with the first output, so that a command
 *  without output shows none. */
export function openOutput(pager: string | undefined, environment: Environment): Output {
  let sink: Promise<Sink> | undefined
  let ending: ExitCode | undefined
  return {
    async write(text) {
      for (const chunk of chunksOf(text)) {
        sink ??= pager === undefined ? Promise.resolve(standardOutput()) : startPager(pager, environment)
        const { stream, closed } = await sink
        const error = await writeTo(stream, chunk)
        if (error === undefined) continue
        ending = isClosedPipe(error) ? closed : trouble(`could not write: ${systemReason(error)}`)
        return false
      }
      return true
    },
    async close() {
      await (await sink)?.end()
      return ending
    },
  }
}

/** Opens a file, which is replaced once all is written: a failure before that leaves it as it was. */
export function fileOutput(path: string): Output {
  const pieces: string[] = []
  return {
    async write(text) {
      pieces.push(...text)
      return true
    },
    async close() {
      try {
        replaceFile(path, pieces.join(""))
        return undefined
      } catch (error) {
        return trouble(`${quotedPath(path)}: ${systemReason(error)}`)
      }
    },
  }
}

/** Sets how many characters are gathered for one write. */
const CHUNK = 1 << 16

/** Joins the pieces into chunks that are not empty. */
function* chunksOf(pieces: Iterable<string>): Generator<string> {
  let chunk = ""
  for (const piece of pieces) {
    chunk += piece
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ""
  }
  if (chunk !== "") yield chunk
}

interface Sink {
  readonly stream: Writable
  /** The exit code for a closed pipe. */
  readonly closed: ExitCode | undefined
  end(): Promise<void>
}

function standardOutput(): Sink {
  // a write's own callback reports a closed pipe; without a listener the event would end the process
  process.stdout.on("error", ignore)
  return { stream: process.stdout, closed: Exit.closedPipe, end: () => Promise.resolve() }
}

async function startPager(command: string, environment: Environment): Promise<Sink> {
  const child = spawn(command, {
    // as git does: a plain name is run as it is, so that a missing pager is noticed
    shell: /[|&;<>()$`\\"' \t\n*?[#~=%]/.test(command),
    stdio: ["pipe", "inherit", "inherit"],
    env: pagerEnvironment(environment),
  })
  if (!(await hasStarted(child)) || child.stdin === null) return standardOutput()
  const { stdin } = child
  stdin.on("error", ignore)
  // the pager decides what an interrupt means, and outlives us if we end first
  process.on("SIGINT", ignore)
  const ended = once(child, "close")
  return {
    stream: stdin,
    closed: undefined,
    async end() {
      stdin.end()
      await ended
      process.off("SIGINT", ignore)
    },
  }
}

function hasStarted(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.once("spawn", () => resolve(true))
    child.on("error", () => resolve(false))
  })
}

function writeTo(stream: Writable, text: string): Promise<Error | undefined> {
  return new Promise((resolve) => {
    stream.write(text, (error) => resolve(error ?? undefined))
  })
}

function isClosedPipe(error: Error): boolean {
  return "code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED")
}

function ignore(): void {}
