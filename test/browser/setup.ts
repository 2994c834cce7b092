import build from "../e2e/build.js"
import { CHROMIUM } from "./chromium.js"

/** The pages are those of the built program. A server that checks everything has a browser. */
export default function setup(): void {
  if (CHROMIUM === undefined) {
    const words = "no Chromium was found: set NBDIFF_BROWSER to one, or install it (apt-get install chromium)"
    if (process.env.CI === "true") throw new Error(words)
    process.stderr.write(`The tests in a browser are skipped: ${words}.\n`)
    return
  }
  build()
}
