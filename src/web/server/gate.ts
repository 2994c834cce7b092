/** What the gate looks at of a request: its method, its target and the headers that a browser writes itself. */
export interface GateRequest {
  readonly method: string | undefined
  readonly target: string | undefined
  readonly host: string | undefined
  readonly origin: string | undefined
  /** `Sec-Fetch-Site`, `-Mode` and `-Dest`: no page can write them. */
  readonly site: string | undefined
  readonly mode: string | undefined
  readonly destination: string | undefined
  readonly contentType: string | undefined
  /** `x-nbdiff`: a form cannot send it, and a page of another origin may not. */
  readonly marker: string | undefined
}

/** Who may come in. */
export interface GateRules {
  /** Names beside the loopback's that may be in the Host header; "any" on a Unix socket, which only those reach
   *  who may enter its directory. */
  readonly hosts: readonly string[] | "any"
  /** The one origin that may put the page into a frame. */
  readonly frame: string | undefined
}

/** 421: another host's name, as after DNS rebinding. 403: another page asks. 405: neither GET nor POST. 415: a POST
 *  that a form could have made. */
export type Refusal = 403 | 405 | 415 | 421

/** Returns why a request is refused before its address is even read; undefined where it is let in. */
export function refusal(request: GateRequest, rules: GateRules): Refusal | undefined {
  if (!isKnownHost(request.host, rules)) return 421
  if (!isOwnOrigin(request, rules) || !isOwnSite(request, rules)) return 403
  if (request.method === "GET") return undefined
  if (request.method !== "POST") return 405
  return isScripted(request) ? undefined : 415
}

/** Splits a Host header; the port may be any, since ports are forwarded. */
const HOST = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?$/

const LOOPBACK: readonly string[] = ["127.0.0.1", "localhost", "[::1]"]

function isKnownHost(host: string | undefined, { hosts }: GateRules): boolean {
  if (hosts === "any") return true
  const name = HOST.exec(host ?? "")?.[1]?.toLowerCase()
  return name !== undefined && (LOOPBACK.includes(name) || hosts.includes(name))
}

/** A proxy in front of an allowed name may speak HTTPS, and may write another Host than the browser did. */
function isOwnOrigin({ origin, host }: GateRequest, { hosts }: GateRules): boolean {
  if (origin === undefined) return true
  if (origin === `http://${host}`) return true
  if (hosts === "any") return origin === `https://${host}`
  const [, scheme, name = ""] = /^(https?):\/\/([^/:]+)(?::\d{1,5})?$/.exec(origin.toLowerCase()) ?? []
  return scheme !== undefined && hosts.includes(name)
}

/** "none" is what a person opened: an address typed, a bookmark, the browser that nbdiff started. */
function isOwnSite(request: GateRequest, { frame }: GateRules): boolean {
  const { site } = request
  if (site === undefined || site === "same-origin" || site === "none") return true
  return frame !== undefined && isFramedPage(request)
}

/** The document that another page puts into a frame, and nothing else of it. */
function isFramedPage({ method, mode, destination }: GateRequest): boolean {
  return method === "GET" && mode === "navigate" && (destination === "iframe" || destination === "frame")
}

function isScripted({ contentType, marker }: GateRequest): boolean {
  return marker !== undefined && /^application\/json(?:;|$)/i.test(contentType ?? "")
}
