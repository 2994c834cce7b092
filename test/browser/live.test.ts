import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { png } from "../support/png.js"
import { repository } from "../support/repository.js"
import { startWeb } from "../support/web-process.js"
import { inChromium } from "./chromium.js"
import { openPage, topOf } from "./page-support.js"
import { sampleRepository } from "./sample.js"

const LINES = Array.from({ length: 40 }, (_, i) => `cell_${i} = ${i}${"\nprint(1)".repeat(8)}`)

/** A repository whose notebook has 40 edited cells; `edit` saves it again with another text in one of them. */
function manyEdits() {
  const repo = repository()
  repo.commit("first", { "many.ipynb": notebookText(...LINES) })
  const edit = (at: number, text: string): void => {
    repo.write(
      "many.ipynb",
      notebookText(...LINES.map((line, i) => `${line}\n# ${i === at ? text : "edited"}`)),
    )
  }
  edit(-1, "")
  return { repo, edit }
}

inChromium("a served page", (browser) => {
  test("follows a saved notebook, and keeps where one is, folds, notes and marks", async () => {
    const { repo, edit } = manyEdits()
    const web = await startWeb(["--no-open"], { cwd: repo.top, env: repo.env })
    const { page, errors } = await openPage(browser(), web.address)
    await page.locator("#f1c3 [data-act=seen]").check()
    for (let i = 0; i < 17; i++) await page.keyboard.press("j")
    await page.keyboard.press("c")
    await page.keyboard.type("a note")
    await page.keyboard.press("Escape")
    const top = await topOf(page, "#f1c20")
    edit(2, "another edit of cell 3")
    await expect.poll(() => page.getByText("another edit of cell 3").count(), { timeout: 60_000 }).toBe(1)
    expect(await topOf(page, "#f1c20")).toBe(top)
    expect(await page.locator("#f1c20 .notebox").inputValue()).toBe("a note")
    expect(await page.locator("#f1c20.cur").count()).toBe(1)
    // what changed again is unread again
    expect(await page.locator("#f1c3 [data-act=seen]").isChecked()).toBe(false)
    expect(errors).toEqual([])
  })

  test("keeps the note that is being typed on a cell that changes meanwhile", async () => {
    const { repo, edit } = manyEdits()
    const web = await startWeb(["--no-open"], { cwd: repo.top, env: repo.env })
    const { page } = await openPage(browser(), web.address)
    for (let i = 0; i < 5; i++) await page.keyboard.press("j")
    await page.keyboard.press("c")
    await page.keyboard.type("half a ")
    edit(4, "saved meanwhile")
    await expect.poll(() => page.getByText("saved meanwhile").count(), { timeout: 60_000 }).toBe(1)
    await page.keyboard.type("note")
    expect(await page.locator("#f1c5 .notebox").inputValue()).toBe("half a note")
  })

  test("shows its marks again to the next server, and says when this one has ended", async () => {
    const repo = sampleRepository()
    const first = await startWeb(["--no-open"], { cwd: repo.top, env: repo.env })
    const { page } = await openPage(browser(), first.address)
    await page.keyboard.press("j")
    await page.keyboard.press("v")
    const kept = join(repo.top, ".git/nbdiff/review.json")
    await expect.poll(() => readFileSync(kept, "utf8"), { timeout: 60_000 }).toContain("viewed")
    first.signal("SIGTERM")
    expect(await first.ended).toBe(0)
    await expect.poll(() => page.locator(".banner").textContent(), { timeout: 60_000 }).toContain("has ended")
    const second = await startWeb(["--no-open"], { cwd: repo.top, env: repo.env })
    const again = await openPage(browser(), second.address)
    await expect.poll(() => again.page.locator(".prog").textContent()).toMatch(/^1 of/)
  })

  test("ends its server when its tab is closed", async () => {
    const repo = sampleRepository()
    const web = await startWeb(["--no-open"], { cwd: repo.top, env: repo.env })
    const { page } = await openPage(browser(), web.address)
    await page.reload()
    await page.close()
    expect(await web.ended).toBe(0)
  })

  test("shows a picture that Markdown names by its path, from the side's own version", async () => {
    const repo = repository()
    const cell = (words: string) =>
      JSON.stringify({
        cells: [{ id: "a", cell_type: "markdown", metadata: {}, source: `${words}\n\n![plot](plots/a.png)` }],
        metadata: {},
        nbformat: 4,
        nbformat_minor: 5,
      })
    repo.write("docs/plots/a.png", png(3, 2, new Uint8Array(24).fill(255)))
    repo.commit("first", { "docs/a.ipynb": cell("old words") })
    repo.git("add", ".")
    repo.git("commit", "-qm", "picture")
    repo.write("docs/a.ipynb", cell("new words"))
    const web = await startWeb(["--no-open"], { cwd: repo.top, env: repo.env })
    const { page } = await openPage(browser(), web.address)
    const image = page.locator(".md img").first()
    await expect.poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(3)
  })
})

inChromium("another page of the same browser", (browser) => {
  test("can neither read nor mark nor frame the served page", async () => {
    const repo = sampleRepository()
    const web = await startWeb(["--no-open", "--stay"], { cwd: repo.top, env: repo.env })
    const other = await startWeb(["--no-open", "--stay"], { cwd: repo.top, env: repo.env })
    const context = await browser().newContext({ bypassCSP: true })
    const page = await context.newPage()
    await page.goto(other.address)
    const outcome = await page.evaluate(async (address) => {
      const tried = async (asked: Promise<Response>): Promise<string> => {
        try {
          return `${(await asked).status}`
        } catch {
          return "refused"
        }
      }
      const json = { "content-type": "application/json", "x-nbdiff": "1" }
      const body = '{"notes":{"a":"planted"}}'
      const loads = (name: "iframe" | "img" | "script"): Promise<string> =>
        new Promise((resolve) => {
          const element = document.createElement(name)
          element.onload = () => {
            const inside = name === "iframe" ? (element as HTMLIFrameElement).contentDocument : null
            resolve(name === "iframe" && inside === null ? "nothing to be seen" : "loaded")
          }
          element.onerror = () => resolve("refused")
          element.setAttribute("src", name === "script" ? `${address}page.js` : address)
          document.body.append(element)
        })
      return {
        read: await tried(fetch(address)),
        readWithoutCors: await tried(fetch(address, { mode: "no-cors" })),
        mark: await tried(fetch(`${address}marks`, { method: "POST", headers: json, body })),
        markAsForm: await tried(fetch(`${address}marks`, { method: "POST", mode: "no-cors", body })),
        frame: await loads("iframe"),
        picture: await loads("img"),
        script: await loads("script"),
      }
    }, web.address)
    expect(outcome).toEqual({
      read: "refused",
      readWithoutCors: "refused",
      mark: "refused",
      markAsForm: "refused",
      frame: "nothing to be seen",
      picture: "refused",
      script: "refused",
    })
    const marks = await openPage(browser(), web.address)
    expect(await marks.page.locator(".notes").isVisible()).toBe(false)
    await context.close()
  })
})
