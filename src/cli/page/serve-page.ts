import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { openBrowser } from "../../web/server/browser.js"
import type { Ending } from "../../web/server/life.js"
import { serve, type WebServer } from "../../web/server/server.js"
import type { WebSession } from "../../web/server/web-session.js"
import type { WebOptions } from "./web-options.js"

export type Served =
  | { readonly kind: "ended"; readonly why: Ending }
  | { readonly kind: "trouble"; readonly message: string }

/** Opens a browser and serves a session to it. */
export async function servePage(session: WebSession, web: WebOptions): Promise<Served> {
  const server = await startServer(session, web)
  if (typeof server === "string") return { kind: "trouble", message: server }
  const interrupt = (): void => server.end("interrupted")
  for (const signal of SIGNALS) process.on(signal, interrupt)
  try {
    process.stderr.write(`${announcement(server, web)}\n`)
    if (web.open && web.place.kind === "port" && !(await openBrowser(server.ticket, process.env))) {
      server.end("interrupted")
      await server.ended
      return { kind: "trouble", message: "no browser was found; with --no-open, open the address yourself" }
    }
    return served(await server.ended)
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt)
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const

function announcement({ address }: WebServer, { place, stay }: WebOptions): string {
  const end = stay ? "Ctrl-C ends it" : "it ends when the page is closed"
  return place.kind === "port" ? `${address}\n(${end})` : `listening on ${quotedPath(address)} (${end})`
}

function served(why: Ending): Served {
  if (why === "nobody-came") return { kind: "trouble", message: "nobody opened the page in 10 minutes" }
  return { kind: "ended", why }
}

/** Starts the server, or returns why it cannot. */
async function startServer(session: WebSession, web: WebOptions): Promise<WebServer | string> {
  try {
    return await serve(session, web)
  } catch (error) {
    const { place } = web
    const code = error instanceof Error && "code" in error ? error.code : undefined
    const name = place.kind === "port" ? `port ${place.port}` : `'${quotedPath(place.path)}'`
    if (code === "EADDRINUSE") return `${name} is in use`
    return `could not listen on ${name}: ${systemReason(error)}`
  }
}
