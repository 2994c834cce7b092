import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { browserCommands, openBrowser } from "../../../src/web/server/browser.js"
import { temporaryDirectory, writeScript } from "../../support/repository.js"

const ADDRESS = "http://127.0.0.1:4321/open/abc_-1"

test("the user's own browser comes first, and the address goes where it says", () => {
  const environment = { BROWSER: "my-browser --new %s:other" }
  expect(browserCommands(ADDRESS, environment, "linux")).toEqual([
    { program: "my-browser", args: ["--new", ADDRESS] },
    { program: "other", args: [ADDRESS] },
  ])
})

test("without a display no browser of a desktop is looked for", () => {
  expect(browserCommands(ADDRESS, {}, "linux")).toEqual([])
  expect(browserCommands(ADDRESS, { DISPLAY: ":0" }, "linux")[0]).toEqual({
    program: "xdg-open",
    args: [ADDRESS],
  })
})

test.each([
  "file:///etc/passwd",
  "http://evil.example/",
  "http://127.0.0.1:1/$(touch x)",
  "--help",
  "http://127.0.0.1:1/&calc",
])("%s is not opened", (address) => {
  expect(browserCommands(address, { DISPLAY: ":0", BROWSER: "x" }, "linux")).toEqual([])
})

test.skipIf(process.platform === "win32")("no shell reads what BROWSER says", async () => {
  const folder = temporaryDirectory()
  const browser = writeScript(join(folder, "browser"), `printf '%s\\n' "$@" >'${join(folder, "got")}'`)
  const environment = { ...process.env, BROWSER: `${browser} $(touch\${IFS}${folder}/pwned) ;` }
  expect(await openBrowser(ADDRESS, environment)).toBe(true)
  expect(readFileSync(join(folder, "got"), "utf8")).toContain(ADDRESS)
  expect(existsSync(join(folder, "pwned"))).toBe(false)
})

test.skipIf(process.platform === "win32")(
  "a program of the directory that one is in is no browser",
  async () => {
    const folder = temporaryDirectory()
    writeScript(join(folder, "xdg-open"), `touch '${folder}/pwned'`)
    const before = process.cwd()
    process.chdir(folder)
    try {
      expect(await openBrowser(ADDRESS, { PATH: ":.:", DISPLAY: ":0" })).toBe(false)
    } finally {
      process.chdir(before)
    }
    expect(existsSync(join(folder, "pwned"))).toBe(false)
  },
)

test.skipIf(process.platform === "win32")("one that can open nothing leaves it to the next", async () => {
  const folder = temporaryDirectory()
  const first = writeScript(join(folder, "first"), "exit 3")
  const second = writeScript(join(folder, "second"), `touch '${folder}/came'`)
  expect(await openBrowser(ADDRESS, { BROWSER: `${first}:${second}`, PATH: process.env.PATH })).toBe(true)
  expect(existsSync(join(folder, "came"))).toBe(true)
})
