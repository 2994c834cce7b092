// Prints the milliseconds until a page can be used in Chromium, the median of five; nothing where there is none.

import { existsSync } from "node:fs"
import { chromium } from "playwright-core"
import { median } from "./ratios.mjs"

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
const executablePath = process.env.NBDIFF_BROWSER ?? places.find((file) => existsSync(file))

if (executablePath !== undefined) {
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : []
  const browser = await chromium.launch({ executablePath, args })
  const times = []
  for (let i = 0; i < 5; i++) {
    const page = await browser.newPage()
    await page.goto(process.argv[2])
    times.push(await page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive"))
    await page.close()
  }
  await browser.close()
  process.stdout.write(String(Math.round(median(times))))
}
