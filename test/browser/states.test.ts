import { join } from "node:path"
import type { Page } from "playwright-core"
import { expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { expectNoViolations } from "./axe.js"
import { inChromium } from "./chromium.js"
import { openPage } from "./page-support.js"
import { sampleRepository } from "./sample.js"

/** What a reader does to a page, and the page as it is then. */
const STATES: readonly { readonly name: string; readonly act: (page: Page) => Promise<unknown> }[] = [
  { name: "as loaded", act: () => Promise.resolve() },
  { name: "a cell viewed", act: (page) => page.keyboard.press("j").then(() => page.keyboard.press("v")) },
  { name: "a note open", act: (page) => page.keyboard.press("c").then(() => page.keyboard.press("Escape")) },
  { name: "two columns", act: (page) => page.keyboard.press("u") },
  { name: "sources", act: (page) => flipAll(page) },
  { name: "unchanged cells open", act: (page) => page.keyboard.press("e") },
  { name: "outputs hidden", act: (page) => page.keyboard.press("o") },
  { name: "help open", act: (page) => page.keyboard.press("?") },
]

async function flipAll(page: Page): Promise<void> {
  for (const button of await page.locator(".flip:visible").all()) await button.click()
}

inChromium("every state of a page", (browser) => {
  for (const width of [1440, 1024, 390]) {
    for (const colorScheme of ["light", "dark"] as const) {
      test(`has no violations of axe, ${colorScheme}, ${width} pixels wide`, async () => {
        const repo = sampleRepository()
        const file = join(repo.home, "review.html")
        expect(nbdiff(repo, ["--html", "-o", file]).stderr).toBe("")
        const { page, errors } = await openPage(browser(), `file://${file}`, {
          colorScheme,
          viewport: { width, height: 900 },
        })
        for (const { name, act } of STATES) {
          await act(page)
          await expectNoViolations(page, name)
        }
        await page.keyboard.press("Escape")
        if (width < 1080) {
          await page.locator("[data-act=nav]").click()
          await expectNoViolations(page, "the outline open")
        }
        expect(errors).toEqual([])
      })
    }
  }
})
