import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process"
import type { GitPlace } from "./git-process.js"

/** What an object's name led to: undefined where git has no such object. */
interface GitObject {
  readonly type: string
  readonly bytes: Buffer
}

export interface ObjectReader {
  /** The object of that name (`oid`, `rev:path`, …), which holds no newline. Returns come in the order of the
   *  calls, and git reads ahead of whoever awaits them. */
  read(name: string): Promise<GitObject | undefined>
  close(): void
}

/** Reads objects through one `git cat-file --batch`, which starts with the first call, and again with the first
 *  one after it has ended on a damaged object. */
export function openObjects(place: GitPlace): ObjectReader {
  let reading: Reading | undefined
  return {
    read(name) {
      if (reading === undefined || reading.state.kind === "ended") reading = startReading(place)
      return request(reading, name)
    },
    close() {
      reading?.child.kill()
    },
  }
}

interface Reading {
  readonly child: ChildProcessWithoutNullStreams
  readonly pending: Pending[]
  state: State
}

interface Pending {
  resolve(object: GitObject | undefined): void
  reject(error: Error): void
}

/** Reads git's reply: `<oid> <type> <size>`, newline, content, newline; or `<name> missing`, newline. */
type State =
  | { readonly kind: "header"; text: Buffer }
  | { readonly kind: "content"; readonly type: string; readonly bytes: Buffer; filled: number }
  | { readonly kind: "ended" }

const NEWLINE = 0x0a

function startReading({ cwd, environment }: GitPlace): Reading {
  const child = spawn("git", ["cat-file", "--batch"], { cwd, env: environment, windowsHide: true })
  const reading: Reading = { child, pending: [], state: expectHeader() }
  const words: string[] = []
  child.stdout.on("data", (chunk: Buffer) => take(reading, chunk))
  child.stderr.on("data", (chunk: Buffer) => words.push(chunk.toString()))
  child.stdin.on("error", () => undefined)
  child.on("error", (error) => end(reading, error))
  child.on("close", () => end(reading, new Error(words.join("").trimEnd() || "git cat-file ended early")))
  return reading
}

function request({ child, pending }: Reading, name: string): Promise<GitObject | undefined> {
  return new Promise((resolve, reject) => {
    pending.push({ resolve, reject })
    child.stdin.write(`${name}\n`)
  })
}

function expectHeader(): State {
  return { kind: "header", text: Buffer.alloc(0) }
}

function take(reading: Reading, chunk: Buffer): void {
  for (let rest = chunk; rest.length > 0; ) {
    const { state } = reading
    switch (state.kind) {
      case "header":
        rest = takeHeader(reading, state, rest)
        break
      case "content":
        rest = takeContent(reading, state, rest)
        break
      case "ended":
        return
    }
  }
}

function takeHeader(reading: Reading, state: State & { kind: "header" }, chunk: Buffer): Buffer {
  const newline = chunk.indexOf(NEWLINE)
  state.text = Buffer.concat([state.text, newline < 0 ? chunk : chunk.subarray(0, newline)])
  if (newline < 0) return chunk.subarray(chunk.length)
  const [, type, size] = /^[0-9a-f]+ ([a-z]+) (\d+)$/.exec(state.text.toString()) ?? []
  if (type === undefined) {
    answer(reading, undefined)
    reading.state = expectHeader()
  } else {
    // one more than the size, for the newline after the content
    reading.state = { kind: "content", type, bytes: Buffer.allocUnsafe(Number(size) + 1), filled: 0 }
  }
  return chunk.subarray(newline + 1)
}

function takeContent(reading: Reading, state: State & { kind: "content" }, chunk: Buffer): Buffer {
  const copied = chunk.copy(state.bytes, state.filled)
  state.filled += copied
  if (state.filled === state.bytes.length) {
    answer(reading, { type: state.type, bytes: state.bytes.subarray(0, -1) })
    reading.state = expectHeader()
  }
  return chunk.subarray(copied)
}

function answer(reading: Reading, object: GitObject | undefined): void {
  reading.pending.shift()?.resolve(object)
}

function end(reading: Reading, reason: Error): void {
  reading.state = { kind: "ended" }
  for (const { reject } of reading.pending.splice(0)) reject(reason)
}
