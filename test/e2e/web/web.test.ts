import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { notebookText } from "../../support/notebook-text.js"
import { nbdiff } from "../../support/program.js"
import { type Repository, repository, temporaryDirectory, writeScript } from "../../support/repository.js"
import { ask, listen, startWeb, until, type WebProcess } from "../../support/web-process.js"

const SEND = { "content-type": "application/json", "x-nbdiff": "1" }

/** A repository whose notebook was edited since its commit. */
function edited(): Repository {
  const repo = repository()
  repo.commit("first", { "report.ipynb": notebookText("before = 1") })
  repo.write("report.ipynb", notebookText("after = 2"))
  return repo
}

function start(repo: Repository, ...args: readonly string[]): Promise<WebProcess> {
  return startWeb([...args, "--no-open"], { cwd: repo.top, env: repo.env })
}

describe("who may see the page", () => {
  test("whoever has its address, and no one else", async () => {
    const { address } = await start(edited())
    const origin = new URL("/", address).href
    const page = await ask(address)
    expect(page.status).toBe(200)
    expect(page.text).toContain("report.ipynb")
    expect((await ask(origin)).status).toBe(404)
    expect((await ask(`${origin}open/x`)).status).toBe(404)
    expect((await ask(address, { headers: { host: "evil" } })).status).toBe(421)
    expect((await ask(address, { headers: { origin: "http://evil" } })).status).toBe(403)
    expect((await ask(address, { headers: { "sec-fetch-site": "cross-site" } })).status).toBe(403)
    expect((await ask(address, { method: "OPTIONS" })).status).toBe(405)
  })

  const ss = spawnSync("ss", ["--version"]).status === 0
  test.skipIf(!ss)("it listens on 127.0.0.1 alone (skipped without ss)", async () => {
    const { address } = await start(edited())
    const port = new URL(address).port
    const { stdout } = spawnSync("ss", ["-ltnH"], { encoding: "utf8" })
    const places = stdout
      .split("\n")
      .flatMap((line) => line.split(/\s+/).filter((word) => word.endsWith(`:${port}`)))
    expect(places).toEqual([`127.0.0.1:${port}`])
  })

  test.skipIf(process.platform === "win32")(
    "the list of processes shows no address that still answers",
    async () => {
      const repo = edited()
      const got = join(repo.home, "got")
      // a browser: its arguments are for all to see
      const browser = writeScript(
        join(repo.home, "browser"),
        `'${process.execPath}' -e 'fetch(process.argv[1]).then(async (r) => require("fs").writeFileSync("${got}", process.argv[1] + " " + r.status + " " + r.url))' "$1"`,
      )
      const web = await startWeb([], { cwd: repo.top, env: { ...repo.env, BROWSER: browser } })
      await until(() => existsSync(got) && readFileSync(got, "utf8").includes(" "))
      const [ticket = "", status, url] = readFileSync(got, "utf8").split(" ")
      expect([status, url]).toEqual(["200", web.address])
      expect((await ask(ticket)).status).toBe(404)
      const token = new URL(web.address).pathname.split("/")[1] ?? "-"
      const listed = spawnSync("ps", ["-eo", "args"], { encoding: "utf8" }).stdout ?? ""
      expect(listed).not.toContain(token)
    },
  )

  test.skipIf(process.platform === "win32")(
    "a socket is for a proxy, and has relative addresses alone",
    async () => {
      const repo = edited()
      const path = join(temporaryDirectory(), "web.sock")
      const web = await startWeb(["--socket", path], { cwd: repo.top, env: repo.env })
      expect(web.stderr()).toContain("listening on")
      expect(statSync(path).mode & 0o777).toBe(0o600)
      const page = await ask("http://hub/", { socket: path, headers: { host: "hub.example.org" } })
      expect(page.text).toContain("report.ipynb")
      for (const [, address] of page.text.matchAll(
        /<(?:script|link|img|source)[^>]*?\s(?:src|href)="([^"]*)"/g,
      )) {
        expect(address).toMatch(/^(?:page\.js|picture\/\d+|data:)/)
      }
      web.signal("SIGTERM")
      expect(await web.ended).toBe(0)
      expect(existsSync(path)).toBe(false)
    },
  )
})

describe("the page follows", () => {
  test("a file that is saved, and stays as it is where nothing differs", async () => {
    const repo = edited()
    const { address } = await start(repo)
    const page = await listen(address)
    expect((await ask(address)).text).toContain("after = 2")
    repo.write("report.ipynb", notebookText("later = 3"))
    await until(() => page.heard().includes("event: changed"))
    expect((await ask(address)).text).toContain("later = 3")
    page.close()
  })

  test("a commit, which moves the branch, and a file that is staged", async () => {
    const repo = edited()
    const { address } = await start(repo, "HEAD")
    const page = await listen(address)
    repo.git("commit", "-qam", "second")
    await until(async () => (await ask(address)).text.includes("No differences"))
    page.close()
    const staged = await start(repo, "--cached")
    const other = await listen(staged.address)
    repo.write("new.ipynb", notebookText("new = 1"))
    repo.git("add", "new.ipynb")
    await until(async () => (await ask(staged.address)).text.includes("new.ipynb"))
    other.close()
  })

  test("a file that cannot be read for a while: the last version stays, and says so", async () => {
    const folder = temporaryDirectory()
    const repo = repository()
    const [a, b] = [join(folder, "a.ipynb"), join(folder, "b.ipynb")]
    writeFileSync(a, notebookText("x = 1"))
    writeFileSync(b, notebookText("x = 2"))
    const { address } = await start(repo, a, b)
    const page = await listen(address)
    writeFileSync(b, '{"cells": [')
    await until(() => page.heard().includes("event: trouble"))
    expect(page.heard()).toMatch(/data: \S*b\.ipynb: line 1, column 12: .*the file ends/)
    expect((await ask(address)).text).toContain("x = 2")
    writeFileSync(b, notebookText("x = 2"))
    await until(() => page.heard().includes("event: changed"))
    page.close()
  })
})

describe("marks and notes", () => {
  test("are kept in the repository, where only the user reads them", async () => {
    const repo = edited()
    const first = await start(repo)
    const key = /data-k="([\w-]+)"/.exec((await ask(first.address)).text)?.[1] ?? ""
    const body = JSON.stringify({ viewed: { [key]: true }, notes: { [key]: "Why 2?" } })
    await ask(`${first.address}marks`, { method: "POST", headers: SEND, body })
    first.signal("SIGINT")
    expect(await first.ended).toBe(0)
    const file = join(repo.top, ".git/nbdiff/review.json")
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const again = await start(repo)
    const marks = await ask(`${again.address}marks`, { method: "POST", headers: SEND, body: "{}" })
    expect(JSON.parse(marks.text)).toEqual({ viewed: [key], notes: { [key]: "Why 2?" } })
  })

  test("a change that changes again has another key", async () => {
    const repo = edited()
    const { address } = await start(repo)
    const key = async (): Promise<string | undefined> =>
      /<article[^>]* data-k="([\w-]+)"/.exec((await ask(address)).text)?.[1]
    const before = await key()
    const page = await listen(address)
    repo.write("report.ipynb", notebookText("other = 3"))
    await until(() => page.heard().includes("event: changed"))
    expect(before).toMatch(/^[\w-]{8,64}$/)
    expect(await key()).not.toBe(before)
    page.close()
  })
})

describe("the end", () => {
  test("comes when the page is closed; the exit code tells of a difference where it is asked", async () => {
    const repo = edited()
    const [plain, asked] = [await start(repo), await start(repo, "--exit-code")]
    for (const { address } of [plain, asked]) {
      const page = await listen(address)
      page.close()
    }
    expect([await plain.ended, await asked.ended]).toEqual([0, 1])
  })

  test("comes with Ctrl-C", async () => {
    const web = await start(edited(), "--stay")
    web.signal("SIGINT")
    expect(await web.ended).toBe(0)
  })
})

describe("what cannot be", () => {
  test("is said in one line", async () => {
    const repo = edited()
    const taken = createServer()
    await new Promise<void>((ready) => taken.listen(0, "127.0.0.1", ready))
    onTestFinished(() => void taken.close())
    const { port } = taken.address() as AddressInfo
    const rows: readonly (readonly [readonly string[], string])[] = [
      [["--web", "--no-open", "--port", String(port)], `nbdiff: port ${port} is in use\n`],
      [["--web"], "nbdiff: no browser was found; with --no-open, open the address yourself\n"],
      [["--web", "--port", "x"], "nbdiff: option 'port' expects a number up to 65535\n"],
      [["--web", "--allow-frame", "*"], "nbdiff: option 'allow-frame' expects one origin"],
      [
        ["--web", "--allow-host", "a:1"],
        "nbdiff: option 'allow-host' expects a host's name without a port\n",
      ],
      [["--port", "1"], "nbdiff: option '--port' belongs to '--web'\n"],
      [["--web", "--stat"], "nbdiff: options '--stat' and '--web' cannot be used together\n"],
      [["--web", "--no-open", "nothing"], "nbdiff: ambiguous argument 'nothing'"],
      [["--web", "--no-open", "-", "report.ipynb"], "nbdiff: standard input can be read only once"],
    ]
    for (const [args, words] of rows) {
      const env = { BROWSER: "", DISPLAY: "", WAYLAND_DISPLAY: "", WSL_DISTRO_NAME: undefined }
      const { status, stderr } = nbdiff(repo, args, { env, input: notebookText("x") })
      expect([args, status]).toEqual([args, 2])
      expect(stderr).toContain(words)
    }
  })
})
