import { join } from "node:path"
import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"
import { inChromium } from "./chromium.js"
import { openPage, topOf } from "./page-support.js"
import { sampleRepository } from "./sample.js"

/** The page of a repository's changes, as a file. */
function pageOf(repo: Repository, ...args: readonly string[]): string {
  const file = join(repo.home, "review.html")
  expect(nbdiff(repo, [...args, "--html", "-o", file])).toMatchObject({ status: 0, stderr: "" })
  return `file://${file}`
}

const BAR = 64

inChromium("a page in a file", (browser) => {
  test("asks for nothing but itself", async () => {
    const address = pageOf(sampleRepository())
    const context = await browser().newContext()
    const asked: string[] = []
    context.on("request", (request) => asked.push(request.url().replace(/^data:.*/s, "data:")))
    const page = await context.newPage()
    await page.goto(address)
    await page.waitForLoadState("networkidle")
    await context.close()
    expect([...new Set(asked)].filter((url) => url !== "data:" && url !== "about:srcdoc")).toEqual([address])
  })

  test("is read without its script, and holds one", async () => {
    const { page } = await openPage(browser(), pageOf(sampleRepository()), { javaScriptEnabled: false })
    expect(await page.locator("script").count()).toBe(1)
    for (const words of ["print('done')", "new = 1", "NameError", "flats.ipynb"]) {
      expect(await page.getByText(words).first().isVisible(), words).toBe(true)
    }
  })

  test("is reviewed without a mouse: all visited, one noted, all marked viewed, and kept", async () => {
    const { page } = await openPage(browser(), pageOf(sampleRepository()))
    const total = await page.locator("article.cell").count()
    expect(total).toBeGreaterThan(8)
    await page.keyboard.press("j")
    await page.keyboard.press("c")
    await page.keyboard.type("Why this?")
    await page.keyboard.press("Escape")
    const visited = new Set<string>()
    for (let i = 0; i < total; i++) {
      visited.add(await page.evaluate(() => location.hash))
      await page.keyboard.press("v")
    }
    expect(visited.size).toBe(total)
    const progress = page.locator(".prog")
    expect(await progress.textContent()).toBe(`${total} of ${total} viewed`)
    await page.reload()
    await expect.poll(() => progress.textContent()).toBe(`${total} of ${total} viewed`)
    expect(await page.locator(".notebox").first().inputValue()).toBe("Why this?")
  })

  test("hands its notes out as Markdown", async () => {
    const { page } = await openPage(browser(), pageOf(sampleRepository()), {
      permissions: ["clipboard-read", "clipboard-write"],
    })
    await page.keyboard.press("j")
    await page.keyboard.press("c")
    await page.keyboard.type("First line\nsecond")
    await page.locator(".notes").click()
    await expect.poll(() => page.locator(".notes").textContent()).toBe("Copied")
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toMatch(/^- \*\*bread\.ipynb\*\*, cell .*: First line\n {2}second\n$/)
  })

  test("gives a code block's lines, without numbers and signs, blank lines kept", async () => {
    const { page } = await openPage(browser(), pageOf(sampleRepository()))
    const copied = await page
      .locator(".rows", { hasText: "def prior(mean, sigma)" })
      .first()
      .evaluate((rows) => {
        getSelection()?.selectAllChildren(rows)
        return getSelection()?.toString() ?? ""
      })
    const lines = copied.replace(/\n$/, "").split("\n")
    expect(lines).toContain("    qs = range(10)")
    expect(lines).toContain("print('done')")
    expect(lines).toContain("")
    expect(copied).not.toMatch(/^[+−-]|^\d+\s/m)
  })

  test("is searched by the browser, in folded cells too", async () => {
    const { page } = await openPage(browser(), pageOf(sampleRepository()))
    const word = page.locator("text=quokka-rest").first()
    expect(await word.isVisible()).toBe(false)
    // what the browser's own search does when it finds a word in a closed <details>
    expect(await page.evaluate(() => document.documentElement.textContent?.includes("quokka-rest"))).toBe(
      true,
    )
    await page.keyboard.press("e")
    expect(await word.isVisible()).toBe(true)
  })

  test("opens a link to a cell under its bar, in a notebook of 500 cells", async () => {
    const repo = repository()
    const sources = Array.from({ length: 500 }, (_, i) => `value_${i} = ${i}\n${"print(1)\n".repeat(i % 9)}`)
    repo.commit("first", { "many.ipynb": notebookText(...sources) })
    repo.write("many.ipynb", notebookText(...sources.map((source) => `${source}\n# changed`)))
    const address = pageOf(repo)
    for (const id of ["f1c400", "f1c480", "f1c2"]) {
      const { page } = await openPage(browser(), `${address}#${id}`)
      const cell = `[id="${id}"]`
      await expect.poll(() => topOf(page, cell)).toBeGreaterThanOrEqual(0)
      await expect.poll(() => topOf(page, cell)).toBeLessThanOrEqual(BAR + 16)
    }
  })

  test("prints without bars, with all cells open, and with signs for colors", async () => {
    const { page } = await openPage(browser(), pageOf(sampleRepository()))
    await page.emulateMedia({ media: "print" })
    for (const bar of ["header.top", ".side", ".step", ".acts"]) {
      expect(await page.locator(bar).first().isVisible(), bar).toBe(false)
    }
    expect(await page.locator("article.cell").first().isVisible()).toBe(true)
    expect((await page.pdf()).length).toBeGreaterThan(1000)
  })

  test("keeps its marks in forced colors", async () => {
    const { page } = await openPage(browser(), pageOf(sampleRepository()), { forcedColors: "active" })
    const line = page.locator("ins.r").first()
    expect(await line.isVisible()).toBe(true)
    const decoration = await page
      .locator("ins.r mark, ins.r b.w, ins.r .w, .md ins")
      .first()
      .evaluate((element) => {
        const { textDecorationLine, outlineStyle, borderBottomStyle } = getComputedStyle(element)
        return [textDecorationLine, outlineStyle, borderBottomStyle].join(" ")
      })
    expect(decoration).not.toBe("none none none")
  })

  test("scrolls sideways nowhere but in tables, and has no small target, at 390 pixels", async () => {
    const { page } = await openPage(browser(), pageOf(sampleRepository()), {
      viewport: { width: 390, height: 800 },
      hasTouch: true,
    })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(await smallTargets(page)).toEqual([])
  })

  test("is whole at 200 % zoom", async () => {
    // a window of 1280 pixels at 200 % has 640 of CSS
    const { page } = await openPage(browser(), pageOf(sampleRepository()), {
      viewport: { width: 640, height: 450 },
      deviceScaleFactor: 2,
    })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640)
    await page.keyboard.press("j")
    expect(await page.locator("article.cell.cur").isVisible()).toBe(true)
  })

  test("is walked by Tab in the order that it is read", async () => {
    const { page } = await openPage(browser(), pageOf(sampleRepository()))
    const order: string[] = []
    let last = -1
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab")
      const at = await page.evaluate(() => {
        const element = document.activeElement
        const all = [...document.querySelectorAll("*")]
        const style = element === null ? undefined : getComputedStyle(element)
        return {
          index: element === null ? -1 : all.indexOf(element),
          name: `${element?.tagName}.${element?.className}`,
          isMarked: style?.outlineStyle !== "none" || style?.boxShadow !== "none",
        }
      })
      if (at.index < last) break
      last = at.index
      order.push(at.name)
      if (!at.name.startsWith("IFRAME")) expect(at.isMarked, at.name).toBe(true)
    }
    expect(order[0]).toMatch(/skip-link/)
    expect(order.length).toBeGreaterThan(20)
  })

  test("compares two pictures by a swipe that the arrow keys move, and a difference that is blank where they are alike", async () => {
    const { page } = await openPage(browser(), pageOf(sampleRepository()))
    const figure = page.locator("figure").first()
    await figure.getByText("Swipe").click()
    const slider = figure.locator("input[type=range]")
    await slider.focus()
    const at = (): Promise<string> => figure.evaluate((element) => element.style.getPropertyValue("--at"))
    await page.keyboard.press("ArrowRight")
    const moved = await at()
    await page.keyboard.press("ArrowRight")
    expect(await at()).not.toBe(moved)
    const box = await figure.locator(".stage").boundingBox()
    if (box === null) throw new Error("no stage")
    await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2)
    expect(Number.parseFloat(await at())).toBeCloseTo(25, -1)
  })
})

/** Buttons and links of ours that are lower than 24 pixels; links within a text may be. */
function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button,summary,input,.acts a,.acts label,.side a")]
      .filter((element) => element.offsetParent !== null && !element.closest(".md"))
      .map((element) => (element.closest("label") ?? element) as HTMLElement)
      .filter((element) => element.getBoundingClientRect().height < 23.5)
      .map((element) => `${element.tagName}.${element.className} ${element.getBoundingClientRect().height}`),
  )
}
