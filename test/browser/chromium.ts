import { existsSync } from "node:fs"
import { type Browser, chromium } from "playwright-core"
import { afterAll, beforeAll, describe } from "vitest"

/** Where the system keeps a Chromium; NBDIFF_BROWSER names another. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
]

export const CHROMIUM: string | undefined =
  process.env.NBDIFF_BROWSER ?? PLACES.find((file) => existsSync(file))

/** Tests in Chromium, which is started once for all of them; skipped where there is none. */
export function inChromium(name: string, tests: (browser: () => Browser) => void): void {
  describe.skipIf(CHROMIUM === undefined)(name, () => {
    let browser: Browser | undefined
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: rights() })
    })
    afterAll(async () => browser?.close())
    tests(() => {
      if (browser === undefined) throw new Error("the browser has not been started")
      return browser
    })
  })
}

/** Chromium has no sandbox of its own for root, as in a container. */
function rights(): string[] {
  return process.getuid?.() === 0 ? ["--no-sandbox"] : []
}
