import { chmodSync, existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { expect, test } from "vitest"
import { bytesOf } from "../../src/notebook/json/json-value.js"
import { parseNotebook } from "../../src/notebook/model.js"
import { mergedRepository } from "../support/conflict.js"
import { nbdiff } from "../support/program.js"
import type { Repository } from "../support/repository.js"
import { startWeb, type WebProcess } from "../support/web-process.js"
import { expectNoViolations } from "./axe.js"
import { inChromium } from "./chromium.js"
import { openPage } from "./page-support.js"
import { startGit } from "./started-git.js"

async function resolving(repo: Repository): Promise<WebProcess> {
  return startWeb(["resolve", "--no-open"], { cwd: repo.top, env: repo.env })
}

async function merging(browser: Browser, address: string, options = {}): Promise<Page> {
  const { page } = await openPage(browser, address, options)
  await page.locator(".place").first().waitFor()
  return page
}

const progress = (page: Page): Promise<string | null> => page.locator(".prog").textContent()

async function resolved(page: Page, count: number): Promise<void> {
  await expect.poll(() => progress(page)).toBe(`${count} of 4 resolved`)
}

/** The bytes of the cells that no side made a conflict of. */
function quietCells(text: string): readonly string[] {
  const { cells } = parseNotebook(Buffer.from(text))
  return cells
    .filter(({ id }) => ["title", "quiet", "other", "end"].includes(id ?? ""))
    .map(({ value }) => Buffer.from(bytesOf(value)).toString())
}

/** Resolves all without a mouse: ours, own text, theirs deletes the cell, theirs. */
async function resolveByKeys(page: Page): Promise<void> {
  await page.keyboard.press("n")
  await page.keyboard.press("2")
  await resolved(page, 1)
  await page.keyboard.press("z")
  await resolved(page, 0)
  await page.keyboard.press("Z")
  await resolved(page, 1)
  await page.keyboard.press("z")
  await resolved(page, 0)
  await page.keyboard.press("1")
  await resolved(page, 1)
  await page.keyboard.press("n")
  await page.keyboard.press("e")
  await page.locator(".editor textarea").waitFor()
  await page.keyboard.press("Control+A")
  await page.keyboard.type("y = 45")
  await page.keyboard.press("Control+Enter")
  await resolved(page, 2)
  await page.keyboard.press("n")
  await page.keyboard.press("2")
  await resolved(page, 3)
  await page.keyboard.press("n")
  await page.keyboard.press("2")
  await resolved(page, 4)
}

inChromium("the merge page", (browser) => {
  test("git mergetool: two places and a deleted cell are resolved without a mouse, saved and merged", async () => {
    const repo = mergedRepository()
    const before = repo.read("a.ipynb")
    const tool = await startGit(repo, ["mergetool", "--tool=nbdiff-web", "-y"])
    const page = await merging(browser(), tool.address)
    await resolveByKeys(page)
    await page.keyboard.press("Control+Enter")
    expect(await tool.ended).toBe(0)
    expect(repo.git("status", "--short", "-uno")).toBe("M  a.ipynb\n")
    expect(nbdiff(repo, ["check"])).toMatchObject({ status: 0, stdout: "" })
    const after = repo.read("a.ipynb")
    expect(quietCells(after)).toEqual(quietCells(before))
    const sources = parseNotebook(Buffer.from(after)).cells.map(({ source }) => source)
    expect(sources).toContain("x = 2\n\n\nprint(x)\n\n\ny = 45\nz = 0")
    expect(sources).toContain("A text about a horse.")
    expect(after).not.toContain("gone = 1")
  })

  test("nbdiff resolve --web: saved and added on request", async () => {
    const repo = mergedRepository()
    const server = await resolving(repo)
    const page = await merging(browser(), server.address)
    await resolveByKeys(page)
    await page.keyboard.press("Control+S")
    await page.getByRole("button", { name: "git add it, and close" }).click()
    expect(await server.ended).toBe(0)
    expect(repo.git("status", "--short", "-uno")).toBe("M  a.ipynb\n")
  })

  test("a file that an editor changed meanwhile is refused, nothing is lost, and a copy can be kept", async () => {
    const repo = mergedRepository()
    const server = await resolving(repo)
    const page = await merging(browser(), server.address)
    await page.keyboard.press("n")
    await page.keyboard.press("1")
    await resolved(page, 1)
    const other = repo.read("a.ipynb").replace("end = 1", "end = 2")
    repo.write("a.ipynb", other)
    await page.keyboard.press("Control+S")
    await expect.poll(() => page.locator(".banner").textContent()).toContain("changed by another program")
    expect(repo.read("a.ipynb")).toBe(other)
    await page.getByRole("button", { name: "Save mine beside it" }).click()
    await expect.poll(() => existsSync(join(repo.top, "a.nbdiff-merged.ipynb"))).toBe(true)
    expect(repo.read("a.ipynb")).toBe(other)
    await page.keyboard.press("Control+S")
    await page.getByRole("button", { name: "Take it in again" }).click()
    await expect.poll(() => page.locator(".banner").textContent()).toContain("all of your steps are in it")
    await page.keyboard.press("Control+S")
    await expect.poll(() => page.locator(".banner").textContent()).toContain("Saved, 3 conflicts are still")
    expect(repo.read("a.ipynb")).toContain("end = 2")
  })

  test("a page that is closed before saving leaves the file, and its steps are offered again", async () => {
    const repo = mergedRepository()
    const before = repo.read("a.ipynb")
    const server = await resolving(repo)
    const page = await merging(browser(), server.address)
    for (const count of [1, 2, 3]) {
      await page.keyboard.press("n")
      await page.keyboard.press("1")
      await resolved(page, count)
    }
    await page.close({ runBeforeUnload: false })
    expect(await server.ended).toBe(1)
    expect(repo.read("a.ipynb")).toBe(before)
    const next = await resolving(repo)
    const again = await merging(browser(), next.address)
    await again.getByRole("button", { name: "Continue with your 3 steps" }).click()
    await resolved(again, 3)
  })

  test("a reload and a second page agree", async () => {
    const repo = mergedRepository()
    const server = await resolving(repo)
    const page = await merging(browser(), server.address)
    const second = await merging(browser(), server.address)
    await page.keyboard.press("n")
    await page.keyboard.press("1")
    await resolved(page, 1)
    await resolved(second, 1)
    await second.keyboard.press("z")
    await resolved(second, 0)
    await resolved(page, 0)
    await page.keyboard.press("1")
    await resolved(page, 1)
    page.on("dialog", (dialog) => void dialog.accept())
    await page.reload()
    await resolved(page, 1)
    await page.keyboard.press("z")
    await resolved(page, 0)
  })

  test("cells are edited, moved, deleted, restored and taken whole", async () => {
    const repo = mergedRepository()
    const server = await resolving(repo)
    const page = await merging(browser(), server.address)
    await page.locator("details.same summary").first().click()
    await page.getByRole("button", { name: "Edit cell 2" }).click()
    await page.locator(".editor textarea").fill("import loud")
    await page.getByRole("button", { name: "Take this text" }).click()
    await page.locator("#m1 .strip.own").waitFor()
    await page.locator("#m0").focus()
    await page.keyboard.press("Alt+ArrowDown")
    await expect.poll(() => page.locator("#m0 .pos").textContent()).toBe("2")
    await page.locator("#m2").getByRole("button", { name: "Delete cell 3" }).click()
    await page.getByRole("button", { name: "restore" }).click()
    await page.locator("#m2").getByRole("button", { name: "theirs", exact: true }).click()
    await expect.poll(() => page.locator("#m2 .strip").textContent()).toContain("Taken whole from theirs")
    await page.keyboard.press("Control+S")
    await expect.poll(() => page.locator(".banner").textContent()).toContain("Saved, 2 conflicts are still")
    const { cells } = parseNotebook(Buffer.from(repo.read("a.ipynb")))
    expect(cells.slice(0, 3).map(({ source }) => source.slice(0, 11))).toEqual([
      "import loud",
      "# Title\n\nSo",
      "x = 3\n\n\npri",
    ])
  })

  test("another page in the same browser neither reads nor saves", async () => {
    const repo = mergedRepository()
    const server = await resolving(repo)
    const before = repo.read("a.ipynb")
    const other = await resolving(mergedRepository())
    const { page } = await openPage(browser(), other.address)
    const outcomes = await page.evaluate(async (address) => {
      const tries: [string, RequestInit][] = [
        [address, { mode: "no-cors" }],
        [`${address}state`, { method: "POST", body: "{}" }],
        [`${address}save`, { method: "POST", body: "{}", headers: { "x-nbdiff": "1" } }],
        [`${address}save`, { method: "POST", body: "{}", mode: "no-cors" }],
      ]
      return Promise.all(
        tries.map(([url, options]) =>
          fetch(url, options).then(
            (answer) => answer.text(),
            () => "refused",
          ),
        ),
      )
    }, server.address)
    expect(outcomes).toEqual(["refused", "refused", "refused", "refused"])
    expect(repo.read("a.ipynb")).toBe(before)
  })

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      test(`has no violations of axe and no sideways scrolling, ${colorScheme}, ${width} pixels wide`, async () => {
        const repo = mergedRepository()
        const server = await resolving(repo)
        const page = await merging(browser(), server.address, {
          colorScheme,
          viewport: { width, height: 900 },
        })
        await expectNoViolations(page, "all open")
        await page.keyboard.press("n")
        await page.keyboard.press("e")
        await page.locator(".editor textarea").waitFor()
        await expectNoViolations(page, "writing")
        await page.keyboard.press("Escape")
        await page.keyboard.press("1")
        await resolved(page, 1)
        for (const key of ["3", "2", "4"]) {
          await page.keyboard.press("n")
          await page.keyboard.press(key)
        }
        for (const summary of await page.locator("summary").all()) await summary.click()
        await resolved(page, 4)
        await expectNoViolations(page, "resolved, all unfolded")
        await page.keyboard.press("Control+S")
        await page.locator(".banner").waitFor()
        await expectNoViolations(page, "saved")
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
        const small = await page
          .locator("main button:visible, main summary:visible, .top button:visible, .banner button")
          .evaluateAll((all) =>
            all.filter((one) => one.getBoundingClientRect().height < 23.5).map((one) => one.outerHTML),
          )
        expect(small).toEqual([])
      })
    }
  }

  // nothing is read-only to root
  test.skipIf(process.getuid?.() === 0)(
    "a read-only directory: the file stays, and the page says why",
    async () => {
      const repo = mergedRepository()
      const server = await resolving(repo)
      const page = await merging(browser(), server.address)
      const before = readFileSync(join(repo.top, "a.ipynb"))
      chmodSync(repo.top, 0o555)
      await page.keyboard.press("Control+S")
      await expect.poll(() => page.locator(".banner").textContent()).toContain("Not saved")
      chmodSync(repo.top, 0o755)
      expect(readFileSync(join(repo.top, "a.ipynb"))).toEqual(before)
    },
  )
})
