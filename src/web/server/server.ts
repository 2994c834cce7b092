import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { readBody } from "./body.js"
import { type GateRequest, type GateRules, refusal } from "./gate.js"
import { answerHeaders, PICTURE_POLICY } from "./headers.js"
import { type Ending, type LifeOptions, startLife } from "./life.js"
import { startLooking } from "./look.js"
import { openPages, type Pages } from "./pages.js"
import { freeSocket, type Place } from "./place.js"
import { newTicket, type Ticket } from "./ticket.js"
import { newToken, sameSecret } from "./token.js"
import type { Action, Asset, Seen, WebSession } from "./web-session.js"

export interface ServerOptions extends LifeOptions, Pick<GateRules, "frame"> {
  readonly place: Place
  /** Names beside the loopback's that may be in the Host header. */
  readonly hosts: readonly string[]
  /** Milliseconds between two looks at the disk. */
  readonly interval?: number
}

export interface WebServer {
  /** Where a person finds the page; the socket's path where it has no address. */
  readonly address: string
  /** The same for the command line of a browser: good once, and for a minute. */
  readonly ticket: string
  readonly ended: Promise<Ending>
  end(why: Ending): void
}

/** Serves a session on the loopback, or on a Unix socket, until nobody looks any more. Throws the system's error
 *  where it cannot listen. */
export async function serve(session: WebSession, options: ServerOptions): Promise<WebServer> {
  const { place, frame } = options
  const life = startLife(options)
  const pages = openPages(life)
  const ticket = newTicket()
  const rules: GateRules = { hosts: place.kind === "socket" ? "any" : options.hosts, frame }
  // who may enter the socket's directory needs no secret, and a proxy asks for "/"
  const token = place.kind === "socket" ? undefined : newToken()
  const door: Door = { session, pages, token, ticket, done: () => life.end("done") }
  const headers = answerHeaders(frame)
  const server = createServer((request, answer) => {
    for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value)
    const refused = refusal(gateRequest(request), rules)
    if (refused !== undefined) return void close(answer, refused)
    respond(request, answer, door).catch(() => close(answer, 500))
  })
  const address = await listen(server, place).catch((error) => {
    life.end("interrupted")
    throw error
  })
  const looking = startLooking(
    session.look,
    pages.isAnyVisible,
    (seen) => tell(pages, seen),
    options.interval,
  )
  const ended = life.ended.then(async (why) => {
    looking.stop()
    pages.end()
    server.close()
    await new Promise((next) => setTimeout(next, FAREWELL))
    server.closeAllConnections()
    return why
  })
  if (token === undefined) return { address, ticket: address, ended, end: life.end }
  return { address: `${address}${token}/`, ticket: `${address}open/${ticket.value}`, ended, end: life.end }
}

function tell(pages: Pages, seen: Exclude<Seen, { kind: "same" }>): void {
  if (seen.kind === "changed") pages.tell("changed")
  else pages.tell("trouble", seen.message.trim().replace(/^nbdiff: /, ""))
}

/** Milliseconds in which what was said last leaves the machine's buffers. */
const FAREWELL = 100

/** What a request that passed the gate may reach. */
interface Door {
  readonly session: WebSession
  readonly pages: Pages
  readonly token: string | undefined
  readonly ticket: Ticket
  readonly done: () => void
}

function gateRequest({ method, url, headers }: IncomingMessage): GateRequest {
  const one = (name: string): string | undefined => headers[name]?.toString()
  return {
    method,
    target: url,
    host: headers.host,
    origin: headers.origin,
    site: one("sec-fetch-site"),
    mode: one("sec-fetch-mode"),
    destination: one("sec-fetch-dest"),
    contentType: headers["content-type"],
    marker: one("x-nbdiff"),
  }
}

async function respond(request: IncomingMessage, answer: ServerResponse, door: Door): Promise<void> {
  const target = targetOf(request.url ?? "", door)
  if (target === undefined) return close(answer, 404)
  if (target.kind === "elsewhere") {
    answer.writeHead(303, { location: target.location }).end()
    return
  }
  if (request.method === "POST") return act(request, answer, target.name, door)
  return show(answer, target.name, door)
}

type Target =
  /** What is asked for after the token. */
  | { readonly kind: "inside"; readonly name: string }
  | { readonly kind: "elsewhere"; readonly location: string }

/** Locations are relative: a proxy may have put a path of its own before all this. */
function targetOf(url: string, { token, ticket }: Door): Target | undefined {
  const [path = ""] = url.split("?", 1)
  const [, first = "", ...rest] = path.split("/")
  if (token === undefined) return { kind: "inside", name: [first, ...rest].join("/") }
  if (first === "open" && rest.length === 1 && ticket.redeem(rest[0] ?? "")) {
    return { kind: "elsewhere", location: `../${token}/` }
  }
  if (!sameSecret(first, token)) return undefined
  return rest.length === 0
    ? { kind: "elsewhere", location: `${token}/` }
    : { kind: "inside", name: rest.join("/") }
}

async function show(answer: ServerResponse, name: string, { session, pages }: Door): Promise<void> {
  if (name === "") {
    const page = await session.page()
    answer.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page)
    return
  }
  if (name === "events") return pages.add(answer)
  const asset = session.assets.get(name)
  if (asset !== undefined) return send(answer, asset)
  const picture = /^picture\/(\d{1,9})$/.exec(name)?.[1]
  const found = picture === undefined ? undefined : await session.picture(Number(picture))
  if (found === undefined) return close(answer, 404)
  answer.setHeader("content-security-policy", PICTURE_POLICY)
  send(answer, found)
}

async function act(
  request: IncomingMessage,
  answer: ServerResponse,
  name: string,
  door: Door,
): Promise<void> {
  const action = name === "visible" ? visibility(door.pages) : door.session.actions.get(name)
  if (action === undefined) return close(answer, 404)
  const body = await readBody(request)
  if (body.kind === "refused") return close(answer, body.status)
  const result = await action(body.value)
  if (result.kind === "refused") return sendJson(answer, result.status, { message: result.message })
  sendJson(answer, 200, result.json)
  if (result.kind === "last") door.done()
}

function visibility(pages: Pages): Action {
  return (body) => {
    const { page, visible } = (typeof body === "object" && body !== null ? body : {}) as Record<
      string,
      unknown
    >
    if (typeof page !== "number" || typeof visible !== "boolean") {
      return { kind: "refused", status: 400, message: "a page and whether it is visible" }
    }
    pages.setVisible(page, visible)
    return { kind: "answer", json: {} }
  }
}

function send(answer: ServerResponse, { type, bytes }: Asset): void {
  answer.writeHead(200, { "content-type": type }).end(bytes)
}

function sendJson(answer: ServerResponse, status: number, json: unknown): void {
  answer.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(json))
}

/** A body that nobody reads would keep the connection. */
function close(answer: ServerResponse, status: number): void {
  if (answer.headersSent) answer.destroy()
  else answer.writeHead(status, { connection: "close" }).end()
}

/** Returns what is before the page's path. */
async function listen(server: Server, place: Place): Promise<string> {
  if (place.kind === "socket") await freeSocket(place.path)
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    if (place.kind === "socket") listenPrivately(server, place.path, resolve)
    else server.listen(place.port, "127.0.0.1", resolve)
  })
  if (place.kind === "socket") return place.path
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** A socket is made with the rights that are left then: the user's alone. */
function listenPrivately(server: Server, path: string, listening: () => void): void {
  const mask = process.umask(0o177)
  try {
    server.listen(path, listening)
  } finally {
    process.umask(mask)
  }
}
