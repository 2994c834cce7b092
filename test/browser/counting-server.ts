import type { AddressInfo } from "node:net"
import { createServer } from "node:net"

/** A port of this machine that nothing should ever come to. */
export interface CountingServer {
  readonly port: number
  /** What came, a line a connection: its first line, or "" where nothing was sent. */
  came(): readonly string[]
  close(): Promise<void>
}

export async function countingServer(): Promise<CountingServer> {
  const came: string[] = []
  const server = createServer((socket) => {
    const at = came.push("") - 1
    socket.on("error", () => undefined)
    socket.once("data", (chunk) => {
      came[at] = chunk.toString("latin1").split("\r\n", 1)[0] ?? ""
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\naccess-control-allow-origin: *\r\n\r\n")
    })
  })
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
  const { port } = server.address() as AddressInfo
  return { port, came: () => came, close: () => new Promise((closed) => server.close(() => closed())) }
}
