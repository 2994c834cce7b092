import { type ChildProcess, spawn } from "node:child_process"
import { type IncomingHttpHeaders, request } from "node:http"
import { onTestFinished } from "vitest"
import { launcher } from "./program.js"

/** `nbdiff … --web` while it runs. */
export interface WebProcess {
  /** The page's address, as it is printed. */
  readonly address: string
  readonly pid: number
  /** Standard error so far. */
  stderr(): string
  readonly ended: Promise<number | null>
  signal(name: NodeJS.Signals): void
}

export interface StartOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

/** Starts the built program and waits for its address; what it served is gone when the test has finished. */
export async function startWeb(args: readonly string[], options: StartOptions): Promise<WebProcess> {
  const child: ChildProcess = spawn(process.execPath, [launcher, ...args, "--web"], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  })
  onTestFinished(() => void child.kill("SIGKILL"))
  let text = ""
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve))
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      text += chunk.toString()
      const found = /http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/|listening on \S+/.exec(text)?.[0]
      if (found !== undefined) resolve(found)
    })
    child.on("close", () => reject(new Error(`nbdiff ended: ${text}`)))
  })
  return { address, pid: child.pid ?? 0, stderr: () => text, ended, signal: (name) => void child.kill(name) }
}

export interface WebAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
}

export interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** The Unix socket to ask instead of the address's host. */
  readonly socket?: string
}

export function ask(
  url: string,
  { method = "GET", headers = {}, body, socket }: Asked = {},
): Promise<WebAnswer> {
  return new Promise((resolve, reject) => {
    const options = { method, headers, ...(socket === undefined ? {} : { socketPath: socket }) }
    const asked = request(url, options, (answer) => {
      const chunks: Buffer[] = []
      answer.on("data", (chunk: Buffer) => chunks.push(chunk))
      answer.on("error", reject)
      answer.on("end", () => {
        const bytes = Buffer.concat(chunks)
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, text: bytes.toString() })
      })
    })
    asked.on("error", reject)
    asked.end(body)
  })
}

/** A page that listens, as a browser's does; what it hears is gathered. */
export interface Listener {
  heard(): string
  close(): void
}

export function listen(address: string): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const asked = request(`${address}events`, (answer) => {
      let text = ""
      answer.on("error", () => undefined)
      answer.on("data", (chunk: Buffer) => {
        text += chunk.toString()
        resolve({ heard: () => text, close: () => asked.destroy() })
      })
    })
    asked.on("error", reject)
    asked.end()
  })
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((next) => setTimeout(next, 20))
}
