import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import type { Page, Request } from "playwright-core"
import { expect, onTestFinished, test } from "vitest"
import { attacksOn } from "../support/attacks.js"
import { hostileNotebooks } from "../support/hostile-notebooks.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"
import { startWeb } from "../support/web-process.js"
import { inChromium } from "./chromium.js"
import { type CountingServer, countingServer } from "./counting-server.js"

/** Names that are markup, as far as a file system and git take them. */
const NAMES = {
  "script.ipynb": `<img src=x onerror=top.pwned=1>.ipynb`,
  "quote.ipynb": `"onmouseover="top.pwned=2" <b>.ipynb`,
  "folder.ipynb": `&lt;script&gt;top.pwned=3&lt;/<script>top.pwned=4</script>.ipynb`,
} as const
const BRANCH = `"><img/src=x/onerror=top.pwned=5><a'b`

/** A repository whose notebooks, names and branches attack whoever looks at them. */
async function hostileRepository(): Promise<{ readonly repo: Repository; readonly counter: CountingServer }> {
  const counter = await countingServer()
  onTestFinished(() => counter.close())
  const repo = repository()
  const { before, after } = hostileNotebooks(attacksOn(counter.port))
  const broken = `{"cells": ["</pre><img src=x onerror=top.pwned=6><script>top.pwned=7</script>`
  repo.commit("first", { "edited.ipynb": before, "gone.ipynb": before, "broken.ipynb": broken })
  repo.git("branch", BRANCH)
  repo.git("rm", "-q", "gone.ipynb")
  repo.write("edited.ipynb", after)
  repo.write("broken.ipynb", `${broken} more`)
  for (const name of Object.values(NAMES)) repo.write(name, small(name))
  repo.git("add", ".")
  return { repo, counter }
}

function small(name: string): string {
  const cell = { id: "a", cell_type: "markdown", metadata: { name }, source: `![${name}](${name})` }
  return JSON.stringify({ cells: [cell], metadata: { title: name }, nbformat: 4, nbformat_minor: 5 })
}

/** Does what could set off what waits for it: opens, flips, hovers, focuses, prints. */
async function provoke(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true
    for (const button of document.querySelectorAll<HTMLElement>(".flip,[data-layout=split],figure input"))
      button.click()
    for (const element of document.querySelectorAll<HTMLElement>(".md *,.out *")) {
      element.dispatchEvent(new MouseEvent("mouseover"))
      element.dispatchEvent(new PointerEvent("pointerenter"))
    }
    for (const element of document.querySelectorAll<HTMLElement>(".md a,.md [tabindex],.md summary"))
      element.focus()
  })
  for (const key of ["j", "v", "t"]) await page.keyboard.press(key)
  await page.emulateMedia({ media: "print" })
  await page.emulateMedia({ media: "screen" })
}

/** What must not be in a page, nor in what its frames hold. */
function faultsOf(page: Page, allowed: string): Promise<readonly string[]> {
  return page.evaluate((own) => {
    const documents = [
      document,
      ...[...document.querySelectorAll("iframe")].flatMap((f) => f.contentDocument ?? []),
    ]
    const faults: string[] = []
    if ("pwned" in window) faults.push(`a script ran: ${String((window as { pwned?: unknown }).pwned)}`)
    for (const [at, inside] of documents.entries()) {
      const place = at === 0 ? "page" : "frame"
      if (place === "frame" && inside.defaultView !== null && "pwned" in inside.defaultView)
        faults.push("ran in a frame")
      for (const element of inside.querySelectorAll("*")) {
        const name = element.localName
        const known = at === 0 && /^(?:script|style|meta|link)$/.test(name)
        if (/^(?:script|object|embed|link|base|form|applet|portal|template)$/.test(name) && !known) {
          if (!(name === "form" && element.closest("dialog"))) faults.push(`${place}: <${name}>`)
        }
        if (name === "iframe" && (at > 0 || element.getAttribute("sandbox")?.includes("allow-scripts"))) {
          faults.push(`${place}: a frame that could run`)
        }
        if (at === 0 && element.matches("head>link[rel=icon][href='data:,']")) continue
        for (const { name: attribute, value } of element.attributes) {
          if (/^on/i.test(attribute)) faults.push(`${place}: ${attribute}`)
          if (attribute === "href" && !/^(?:https?:|mailto:|#)/i.test(value))
            faults.push(`${place}: href ${value}`)
          if (/^(?:src|poster|data|action|formaction|background|xlink:href|srcset|ping)$/.test(attribute)) {
            const isOwn = value.startsWith("data:image/") || new RegExp(own).test(value)
            if (!isOwn && !(attribute === "src" && value === "page.js"))
              faults.push(`${place}: ${attribute} ${value}`)
          }
        }
      }
    }
    if (document.querySelectorAll("script").length !== 1) faults.push("more scripts than one")
    return [...new Set(faults)]
  }, allowed)
}

async function attack(page: Page, address: string): Promise<readonly string[]> {
  const asked = new Set<string>()
  page.on("request", (request: Request) => asked.add(request.url()))
  await page.goto(address, { waitUntil: "load" })
  await provoke(page)
  // what was set off may take a moment
  await page.waitForTimeout(1500)
  const origin = new URL(address).origin
  return [...asked].filter(
    (url) =>
      !/^(?:data:|about:)/.test(url) && (origin === "null" ? url !== address : !url.startsWith(address)),
  )
}

inChromium("a hostile repository", (browser) => {
  for (const kind of ["a file", "a served page"] as const) {
    test(`does nothing to whoever opens ${kind}: no script, no request, no connection`, async () => {
      const { repo, counter } = await hostileRepository()
      const file = join(repo.home, "page.html")
      const operands = [BRANCH, "--cached"]
      if (kind === "a file") {
        expect(nbdiff(repo, [...operands, "--html", "--max-size", "none", "-o", file]).status).toBe(0)
      }
      const address =
        kind === "a file"
          ? `file://${file}`
          : (await startWeb([...operands, "--no-open"], { cwd: repo.top, env: repo.env })).address
      const context = await browser().newContext()
      onTestFinished(() => context.close())
      const page = await context.newPage()
      expect(await attack(page, address)).toEqual([])
      expect(await faultsOf(page, "^picture/\\d+$")).toEqual([])
      expect(new URL(page.url()).href.replace(/#.*/, "")).toBe(address)
      expect(await page.title()).toBe(`6 files: ${BRANCH} → index`)
      const names = await page.locator("h2").allTextContents()
      for (const name of ["<img src=x onerror=top.pwned=1>", "<b>.ipynb", "&lt;script&gt;top.pwned=3"]) {
        expect(names.join("\n")).toContain(name)
      }
      expect(await page.locator(".rev").first().textContent()).toBe(BRANCH)
      expect(counter.came()).toEqual([])
    })
  }
})

const FIREFOX = ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find((program) => existsSync(program))

test.skipIf(FIREFOX === undefined)(
  "a hostile file connects to nobody in Firefox (skipped without it)",
  async () => {
    const { repo, counter } = await hostileRepository()
    const file = join(repo.home, "page.html")
    expect(nbdiff(repo, [BRANCH, "--cached", "--html", "--max-size", "none", "-o", file]).status).toBe(0)
    const profile = join(repo.home, "profile")
    mkdirSync(profile)
    const shot = join(repo.home, "shot.png")
    const args = [
      "--headless",
      "--profile",
      profile,
      "--screenshot",
      shot,
      "--window-size=1200,3000",
      `file://${file}`,
    ]
    spawnSync(FIREFOX ?? "", args, { env: { ...process.env, HOME: repo.home }, timeout: 120_000 })
    expect(existsSync(shot)).toBe(true)
    // this process was waiting, and hears only now who came
    await new Promise((next) => setTimeout(next, 500))
    expect(counter.came()).toEqual([])
  },
)
