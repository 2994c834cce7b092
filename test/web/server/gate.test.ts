import { describe, expect, test } from "vitest"
import { type GateRequest, type GateRules, refusal } from "../../../src/web/server/gate.js"

const OPEN: GateRules = { hosts: [], frame: undefined }
const HUB: GateRules = { hosts: ["hub.example.org"], frame: undefined }
const SOCKET: GateRules = { hosts: "any", frame: undefined }
const FRAMED: GateRules = { hosts: [], frame: "vscode-webview:" }

const PAGE: GateRequest = {
  method: "GET",
  target: "/token/",
  host: "127.0.0.1:4321",
  origin: undefined,
  site: undefined,
  mode: undefined,
  destination: undefined,
  contentType: undefined,
  marker: undefined,
}
const POST = { method: "POST", contentType: "application/json", marker: "1" }
const FRAME = { site: "cross-site", mode: "navigate", destination: "iframe" }

type Row = readonly [what: string, request: Partial<GateRequest>, rules: GateRules, expected: number | "in"]

const ROWS: readonly Row[] = [
  ["curl", {}, OPEN, "in"],
  ["an address typed by hand", { site: "none" }, OPEN, "in"],
  ["the page's own script", { site: "same-origin" }, OPEN, "in"],
  ["localhost by name", { host: "localhost:4321" }, OPEN, "in"],
  ["the loopback of IPv6", { host: "[::1]:4321" }, OPEN, "in"],
  ["a forwarded port", { host: "127.0.0.1:8" }, OPEN, "in"],
  ["no port", { host: "localhost" }, OPEN, "in"],
  ["no host at all", { host: undefined }, OPEN, 421],
  ["an empty host", { host: "" }, OPEN, 421],
  ["another host, as after DNS rebinding", { host: "evil.example:4321" }, OPEN, 421],
  ["a name that begins like ours", { host: "localhost.evil.example" }, OPEN, 421],
  ["a name that ends like ours", { host: "evil-localhost" }, OPEN, 421],
  ["an address that begins like ours", { host: "127.0.0.1.nip.io" }, OPEN, 421],
  ["another address of the loopback", { host: "127.0.0.2" }, OPEN, 421],
  ["the address spelled as a number", { host: "2130706433" }, OPEN, 421],
  ["any interface", { host: "0.0.0.0:4321" }, OPEN, 421],
  ["a user before the host", { host: "127.0.0.1@evil.example" }, OPEN, 421],
  ["a host with a path", { host: "127.0.0.1/evil" }, OPEN, 421],
  ["two hosts", { host: "127.0.0.1, evil.example" }, OPEN, 421],
  ["a port that is no number", { host: "127.0.0.1:http" }, OPEN, 421],
  ["a hub that nobody allowed", { host: "hub.example.org" }, OPEN, 421],
  ["an allowed hub", { host: "hub.example.org" }, HUB, "in"],
  ["an allowed hub in capitals", { host: "Hub.Example.ORG:443" }, HUB, "in"],
  ["the loopback beside an allowed hub", {}, HUB, "in"],
  ["a name below an allowed one", { host: "a.hub.example.org" }, HUB, 421],
  ["whatever host a socket's proxy sends", { host: "hub.example.org" }, SOCKET, "in"],

  ["our own origin", { origin: "http://127.0.0.1:4321" }, OPEN, "in"],
  ["another port of this machine", { origin: "http://127.0.0.1:9999" }, OPEN, 403],
  ["our own origin by another name", { origin: "http://localhost:4321" }, OPEN, 403],
  ["our own origin as https", { origin: "https://127.0.0.1:4321" }, OPEN, 403],
  ["another origin", { origin: "http://evil.example" }, OPEN, 403],
  ["an origin that begins like ours", { origin: "http://127.0.0.1:4321.evil.example" }, OPEN, 403],
  ["an opaque origin", { origin: "null" }, OPEN, 403],
  ["an empty origin", { origin: "" }, OPEN, 403],
  ["a hub that speaks HTTPS", { host: "hub.example.org", origin: "https://hub.example.org" }, HUB, "in"],
  ["a hub that rewrites Host", { origin: "https://hub.example.org" }, HUB, "in"],
  ["another origin beside an allowed hub", { origin: "https://evil.example" }, HUB, 403],
  ["an allowed name with more behind it", { origin: "https://hub.example.org.evil.example" }, HUB, 403],
  ["a proxy of a socket", { host: "hub.example.org", origin: "https://hub.example.org" }, SOCKET, "in"],
  [
    "another origin at a socket's proxy",
    { host: "hub.example.org", origin: "https://evil.example" },
    SOCKET,
    403,
  ],

  ["a link in another page", { site: "cross-site", mode: "navigate", destination: "document" }, OPEN, 403],
  ["a picture in another page", { site: "cross-site", mode: "no-cors", destination: "image" }, OPEN, 403],
  ["another port's page", { site: "same-site" }, OPEN, 403],
  ["a frame in another page", FRAME, OPEN, 403],
  ["a frame in the allowed page", FRAME, FRAMED, "in"],
  ["a fetch by the allowed page", { site: "cross-site", mode: "cors", destination: "empty" }, FRAMED, 403],
  [
    "a picture in the allowed page",
    { site: "cross-site", mode: "no-cors", destination: "image" },
    FRAMED,
    403,
  ],
  ["a form in the allowed page", { ...FRAME, ...POST }, FRAMED, 403],
  ["a site that no browser writes", { site: "trusted" }, OPEN, 403],

  ["what the page sends", { ...POST, origin: "http://127.0.0.1:4321", site: "same-origin" }, OPEN, "in"],
  ["JSON with a character set", { ...POST, contentType: "application/json; charset=utf-8" }, OPEN, "in"],
  ["what a form sends", { ...POST, contentType: "application/x-www-form-urlencoded" }, OPEN, 415],
  ["JSON that a form sends as text", { ...POST, contentType: "text/plain" }, OPEN, 415],
  ["JSON without our header", { ...POST, marker: undefined }, OPEN, 415],
  ["a type that begins like JSON's", { ...POST, contentType: "application/jsonp" }, OPEN, 415],
  ...["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get"].map(
    (method): Row => [`the method ${method}`, { method }, OPEN, 405],
  ),
]

describe("the gate", () => {
  test.each(ROWS)("%s", (_, request, rules, expected) => {
    expect(refusal({ ...PAGE, ...request }, rules) ?? "in").toBe(expected)
  })

  test("a name is refused before anything else is looked at", () => {
    expect(refusal({ ...PAGE, host: "evil", origin: "http://evil", method: "PUT" }, OPEN)).toBe(421)
  })
})
