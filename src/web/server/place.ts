import { lstatSync, unlinkSync } from "node:fs"
import { connect } from "node:net"

/** Where the server listens. A port is always one of the loopback; 0 is any that is free. */
export type Place =
  | { readonly kind: "port"; readonly port: number }
  | { readonly kind: "socket"; readonly path: string }

/** Removes a socket that nobody listens on any more: a server that was killed left it. Anything else that has the
 *  name stays, and listening fails on it. */
export async function freeSocket(path: string): Promise<void> {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true) return
  if (!(await isListening(path))) unlinkSync(path)
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once("connect", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => resolve(false))
  })
}
