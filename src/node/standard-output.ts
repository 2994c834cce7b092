import { fstatSync, writevSync } from "node:fs"

const STANDARD_OUTPUT = 1
const STANDARD_ERROR = 2

/** Milliseconds to wait where a pipe that does not block is full. */
const FULL_PIPE_PAUSE = 5

/** Writes to standard output and returns whether somebody still reads. When it returns all is written. A driver
 *  writes a little and ends: the stream that `process.stdout` is would take longer to make than most diffs. */
export function writeOut(content: string | Uint8Array): boolean {
  return writeChunks([typeof content === "string" ? Buffer.from(content) : content])
}

/** The same for chunks, one after the other. */
export function writeChunks(chunks: readonly Uint8Array[]): boolean {
  return writeAll(STANDARD_OUTPUT, chunks)
}

/** Whether standard output is a terminal. Where it is a pipe or a file, nothing is loaded to find out. */
export async function writesToTerminal(): Promise<boolean> {
  return fstatSync(STANDARD_OUTPUT).isCharacterDevice() && (await import("node:tty")).isatty(STANDARD_OUTPUT)
}

/** Says in one line what is wrong, and returns the exit code that makes the registered command fall back. */
export function complain(message: string): number {
  writeAll(STANDARD_ERROR, [Buffer.from(`nbdiff: ${message}\n`)])
  return 2
}

function writeAll(file: number, chunks: readonly Uint8Array[]): boolean {
  let rest = chunks
  while (rest.length > 0) {
    try {
      rest = unwritten(rest, writevSync(file, rest))
    } catch (error) {
      if (codeOf(error) === "EPIPE") return false
      if (codeOf(error) !== "EAGAIN") throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_PAUSE)
    }
  }
  return true
}

/** The chunks without their first `count` bytes. */
function unwritten(chunks: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let left = count
  return chunks.flatMap((chunk) => {
    const taken = Math.min(left, chunk.length)
    left -= taken
    return taken === chunk.length ? [] : [chunk.subarray(taken)]
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : ""
}
