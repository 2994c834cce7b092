import { openObjects } from "../../git/repository/object-reader.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { openMarks } from "../../web/review/marks.js"
import { openPictures } from "../../web/review/pictures.js"
import { openReview } from "../../web/review/review-session.js"
import { marksFile } from "../../web/review/watched-files.js"
import { openBrowser } from "../../web/server/browser.js"
import type { Ending } from "../../web/server/life.js"
import { serve, type WebServer } from "../../web/server/server.js"
import type { WebSession } from "../../web/server/web-session.js"
import type { WebOptions } from "../diff/web-options.js"
import { Exit, type ExitCode, gitTrouble, trouble } from "../terminal/exit-code.js"
import { reviewSource, type WebReview } from "./web-source.js"

/** Serves the notebooks that a diff's operands name as a page, until the page is closed. */
export async function serveReview(review: WebReview): Promise<ExitCode> {
  const objects = openObjects(review.place)
  try {
    const pictures = openPictures(objects)
    const renderer = await import("../views/html-view.lazy.js")
    const source = reviewSource(review, pictures, renderer)
    const marks = openMarks(await marksFile(review.place))
    const script = { type: "text/javascript; charset=utf-8", bytes: renderer.livePageFiles().script }
    const assets = new Map([["page.js", script]])
    const opened = await openReview({ source, marks, pictures, assets })
    if (opened.kind === "trouble") return gitTrouble(opened.message)
    const ending = await servePage(opened.session, review.web)
    if (ending.kind === "trouble") return trouble(ending.message)
    return review.exitCode && opened.session.differs() ? Exit.difference : Exit.ok
  } finally {
    objects.close()
  }
}

type Served = { readonly kind: "ended" } | { readonly kind: "trouble"; readonly message: string }

/** Opens a browser and serves a session to it. */
async function servePage(session: WebSession, web: WebOptions): Promise<Served> {
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
  return { kind: "ended" }
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
