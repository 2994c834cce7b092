import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { onTestFinished } from "vitest"

/** A page of its own, closed when the test has finished. Errors of the page's script fail the test that asks. */
export interface OpenedPage {
  readonly page: Page
  readonly errors: readonly string[]
}

export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext(options)
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const errors: string[] = []
  page.on("pageerror", (error) => errors.push(error.message))
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text())
  })
  await page.goto(address)
  // the script has started once it says how far the reader is
  if (options.javaScriptEnabled !== false)
    await page.locator(".prog:not(:empty)").waitFor({ state: "attached" })
  return { page, errors }
}

/** Where the current cell is, from the top of the window. */
export function topOf(page: Page, selector: string): Promise<number> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => Math.round(element.getBoundingClientRect().top))
}
