import { existsSync, lstatSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { networkInterfaces } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { type ServerOptions, serve, type WebServer } from "../../../src/web/server/server.js"
import type { Action, Seen, WebSession } from "../../../src/web/server/web-session.js"
import { temporaryDirectory } from "../../support/repository.js"
import { ask, listen, until } from "../../support/web-process.js"

const SEND = { "content-type": "application/json", "x-nbdiff": "1" }

function session(more: Partial<WebSession> = {}): WebSession {
  return {
    page: () => Promise.resolve("<!doctype html><p>page"),
    assets: new Map([["page.js", { type: "text/javascript; charset=utf-8", bytes: "0" }]]),
    picture: (n) => Promise.resolve(n === 0 ? { type: "image/svg+xml", bytes: "<svg/>" } : undefined),
    actions: new Map<string, Action>([
      ["echo", (body) => ({ kind: "answer", json: body })],
      ["no", () => ({ kind: "refused", status: 409, message: "the file changed" })],
      ["last", () => ({ kind: "last", json: {} })],
    ]),
    look: () => Promise.resolve({ kind: "same" }),
    ...more,
  }
}

async function started(options: Partial<ServerOptions> = {}, of: WebSession = session()): Promise<WebServer> {
  const server = await serve(of, {
    place: { kind: "port", port: 0 },
    hosts: [],
    frame: undefined,
    stay: false,
    ...options,
  })
  onTestFinished(async () => {
    server.end("done")
    await server.ended
  })
  return server
}

describe("addresses", () => {
  test("only what stands behind the token is there", async () => {
    const { address } = await started()
    const origin = new URL("/", address).href
    expect((await ask(address)).text).toContain("page")
    expect((await ask(`${address}page.js`)).headers["content-type"]).toContain("javascript")
    expect((await ask(`${address}?theme=dark`)).status).toBe(200)
    for (const path of [
      "",
      "open/",
      "open/x",
      "x/",
      "page.js",
      "..",
      "%2e%2e/",
      "favicon.ico",
      "//",
      "open",
    ]) {
      expect((await ask(origin + path)).status, path).toBe(404)
    }
    for (const path of [
      "nothing",
      "page.js/",
      "../x",
      "picture/",
      "picture/9",
      "picture/-1",
      "picture/0x0",
      "echo",
    ]) {
      expect((await ask(address + path)).status, path).toBe(404)
    }
  })

  test("a token that is wrong in its last letter is wrong", async () => {
    const { address } = await started()
    const wrong = address.replace(/.\/$/, (end) => (end === "A/" ? "B/" : "A/"))
    expect((await ask(wrong)).status).toBe(404)
  })

  test("the ticket leads to the page once", async () => {
    const { address, ticket } = await started()
    const first = await ask(ticket)
    expect(first.status).toBe(303)
    expect(new URL(first.headers.location ?? "", ticket).href).toBe(address)
    expect((await ask(ticket)).status).toBe(404)
  })

  test("a location is relative, so that a proxy may have a path of its own before it", async () => {
    const { address, ticket } = await started()
    expect((await ask(ticket)).headers.location).toMatch(/^\.\.\/[\w-]+\/$/)
    expect((await ask(address.slice(0, -1))).headers.location).toMatch(/^[\w-]+\/$/)
  })

  test("a picture is a document that may do nothing", async () => {
    const { headers } = await ask(`${(await started()).address}picture/0`)
    expect(headers["content-type"]).toBe("image/svg+xml")
    expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*; sandbox$/)
  })
})

describe("answers", () => {
  test("every one of them carries the same headers, a refusal too", async () => {
    const { address } = await started()
    const answers = [
      await ask(address),
      await ask(`${address}nothing`),
      await ask(address, { headers: { host: "evil.example" } }),
      await ask(address, { headers: { origin: "http://evil.example" } }),
      await ask(address, { method: "OPTIONS" }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 421, 403, 405])
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
      })
      expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'")
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'")
      expect(Object.keys(headers).filter((name) => /^access-control|^set-cookie/.test(name))).toEqual([])
    }
  })

  test("one origin may be allowed to frame the page", async () => {
    const { address } = await started({ frame: "vscode-webview:" })
    const framed = {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "iframe",
    }
    const { status, headers } = await ask(address, { headers: framed })
    expect(status).toBe(200)
    expect(headers["content-security-policy"]).toContain("frame-ancestors vscode-webview:")
    expect(headers["x-frame-options"]).toBe(undefined)
  })
})

describe("what a page sends", () => {
  test("reaches the action of its name", async () => {
    const { address } = await started()
    const sent = { method: "POST", headers: SEND, body: '{"a":[1,"ä"]}' }
    expect((await ask(`${address}echo`, sent)).text).toBe('{"a":[1,"ä"]}')
    expect((await ask(`${address}nothing`, sent)).status).toBe(404)
    expect((await ask(`${address}page.js`, sent)).status).toBe(404)
    expect((await ask(`${new URL("/", address).href}echo`, sent)).status).toBe(404)
  })

  test("is refused where a form could have sent it", async () => {
    const { address } = await started()
    const form = { "content-type": "text/plain" }
    expect((await ask(`${address}echo`, { method: "POST", headers: form, body: "{}" })).status).toBe(415)
  })

  test("is JSON of at most 5 MB, however its size is said", async () => {
    const { address } = await started()
    const large = JSON.stringify("x".repeat(5_000_001))
    const post = (headers: Readonly<Record<string, string>>, body: string) =>
      ask(`${address}echo`, { method: "POST", headers: { ...SEND, ...headers }, body }).catch(() => ({
        status: 413,
      }))
    expect((await post({ "content-length": String(large.length) }, large)).status).toBe(413)
    expect((await post({ "transfer-encoding": "chunked" }, large)).status).toBe(413)
    expect((await post({}, "{")).status).toBe(400)
    expect((await post({}, JSON.stringify("x".repeat(4_900_000)))).status).toBe(200)
  })

  test("is told why it cannot be done", async () => {
    const { address } = await started()
    const { status, text } = await ask(`${address}no`, { method: "POST", headers: SEND, body: "{}" })
    expect([status, JSON.parse(text)]).toEqual([409, { message: "the file changed" }])
  })

  test("an action may be the last", async () => {
    const server = await started()
    await ask(`${server.address}last`, { method: "POST", headers: SEND, body: "{}" })
    expect(await server.ended).toBe("done")
  })

  test("an error of ours is an answer, not the end", async () => {
    const { address } = await started({}, session({ page: () => Promise.reject(new Error("broken")) }))
    expect((await ask(address)).status).toBe(500)
    expect((await ask(`${address}page.js`)).status).toBe(200)
  })
})

describe("life", () => {
  test("it ends when the last page was closed, and not while one is loaded again", async () => {
    const server = await started({ grace: 200 })
    const one = await listen(server.address)
    const two = await listen(server.address)
    one.close()
    two.close()
    const again = await listen(server.address)
    await new Promise((next) => setTimeout(next, 400))
    expect((await ask(server.address)).status).toBe(200)
    again.close()
    expect(await server.ended).toBe("closed")
  })

  test("it ends when nobody came", async () => {
    expect(await (await started({ patience: 50 })).ended).toBe("nobody-came")
  })

  test("it stays where it is asked to", async () => {
    const server = await started({ stay: true, grace: 20, patience: 20 })
    ;(await listen(server.address)).close()
    await new Promise((next) => setTimeout(next, 100))
    expect((await ask(server.address)).status).toBe(200)
  })

  test("a page hears of changes and of trouble, while it is visible", async () => {
    const seen: Seen[] = [{ kind: "changed" }, { kind: "trouble", message: "a\nb" }]
    const looks = session({ look: () => Promise.resolve(seen.shift() ?? { kind: "same" }) })
    const server = await started({ interval: 20 }, looks)
    const page = await listen(server.address)
    await until(() => page.heard().includes("trouble"))
    expect(page.heard()).toContain("event: hello\ndata: 1\n")
    expect(page.heard()).toContain("event: changed\n")
    expect(page.heard()).toContain("event: trouble\ndata: a b\n")
    const hidden = { method: "POST", headers: SEND, body: '{"page":1,"visible":false}' }
    expect((await ask(`${server.address}visible`, hidden)).status).toBe(200)
    await new Promise((next) => setTimeout(next, 60))
    seen.push({ kind: "changed" })
    await new Promise((next) => setTimeout(next, 100))
    expect(seen).toHaveLength(1)
    await ask(`${server.address}visible`, { ...hidden, body: '{"page":1,"visible":true}' })
    await until(() => seen.length === 0)
    page.close()
  })
})

describe("where it listens", () => {
  test("is the loopback alone", async () => {
    const { address } = await started()
    const port = new URL(address).port
    const others = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4")
    for (const other of others) {
      await expect(ask(`http://${other.address}:${port}/`)).rejects.toThrow()
    }
  })

  test("a port that is taken is an error", async () => {
    const { address } = await started()
    const port = Number(new URL(address).port)
    await expect(started({ place: { kind: "port", port } })).rejects.toThrow("EADDRINUSE")
  })

  describe.skipIf(process.platform === "win32")("a socket", () => {
    test("is the user's alone, has no token, and answers to any name", async () => {
      const path = join(temporaryDirectory(), "web.sock")
      const server = await started({ place: { kind: "socket", path } })
      expect(server.address).toBe(path)
      expect(statSync(path).mode & 0o777).toBe(0o600)
      const hub = { host: "hub.example.org", origin: "https://hub.example.org" }
      expect((await ask("http://x/", { socket: path, headers: hub })).text).toContain("page")
      expect((await ask("http://x/page.js", { socket: path })).status).toBe(200)
      expect((await ask("http://x/a/b", { socket: path })).status).toBe(404)
      const foreign = { host: "hub.example.org", origin: "https://evil.example" }
      expect((await ask("http://x/", { socket: path, headers: foreign })).status).toBe(403)
      server.end("done")
      await server.ended
      expect(existsSync(path)).toBe(false)
    })

    test("takes the place of one that a killed server left, and of nothing else", async () => {
      const folder = temporaryDirectory()
      const left = join(folder, "left.sock")
      const other = createServer()
      await new Promise<void>((ready) => other.listen(left, ready))
      await expect(started({ place: { kind: "socket", path: left } })).rejects.toThrow("EADDRINUSE")
      await new Promise((closed) => other.close(closed))
      const file = join(folder, "file")
      writeFileSync(file, "mine")
      await expect(started({ place: { kind: "socket", path: file } })).rejects.toThrow("EADDRINUSE")
      expect(lstatSync(file).isFile()).toBe(true)
    })
  })
})
