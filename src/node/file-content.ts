import { readSync } from "node:fs"

/** Gathers all that a stream brings. */
export async function readStream(input: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of input) chunks.push(Uint8Array.prototype.slice.call(chunk))
  return Buffer.concat(chunks)
}

/** Standard input, read without a stream: each chunk is valid until the next one is asked for. git's pipes
 *  block, and there is nothing to do before the next request; where one does not block, a stream takes over. */
export async function* standardInput(): AsyncGenerator<Uint8Array> {
  const chunk = Buffer.allocUnsafeSlow(PIPE_SIZE)
  for (;;) {
    const count = readBlocking(chunk)
    if (count === "would-block") {
      yield* process.stdin as AsyncIterable<Uint8Array>
      return
    }
    if (count === 0) return
    yield chunk.subarray(0, count)
  }
}

/** What a pipe holds on Linux. */
const PIPE_SIZE = 1 << 16

function readBlocking(chunk: Uint8Array): number | "would-block" {
  try {
    return readSync(0, chunk)
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined
    // how Windows says that the other end was closed
    if (code === "EOF") return 0
    if (code === "EAGAIN") return "would-block"
    throw error
  }
}
