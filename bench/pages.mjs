// What a review costs: its weight, its nodes, its making against the text view's, and the browser's time for it.

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { edited, notebook } from "./notebooks.mjs"
import { run, takeTurns } from "./runs.mjs"
import { nbdiff, put } from "./workshop.mjs"

/** The measurements of pages; whoever asks makes rows of them. */
export function pageMeasurements(shop, rounds) {
  const page = (before, after) => {
    const out = join(shop.top, "page.html")
    run(nbdiff(shop, ["--no-index", before.path, after.path, "--html", "-o", out]))
    return { out, text: readFileSync(out, "utf8") }
  }
  const small = pairOf(shop, "page10", 40, 0.25)
  const large = pairOf(shop, "page500", 500, 1)
  const [ten, empty, many] = [page(...small), page(small[0], small[0]), page(...large)]
  const turns = (pair) =>
    takeTurns(
      {
        html: nbdiff(shop, ["--no-index", pair[0].path, pair[1].path, "--html"]),
        text: nbdiff(shop, ["--no-index", pair[0].path, pair[1].path]),
      },
      rounds,
    )
  return {
    tenKilobytes: ten.text.length / 1024,
    emptyKilobytes: empty.text.length / 1024,
    nodes: many.text.match(/<[a-z]/g)?.length ?? 0,
    making: turns(small),
    milliseconds: inBrowser(many.out),
  }
}

function pairOf(shop, name, cells, share) {
  const before = notebook({ cells, ids: true })
  return [put(shop, `${name}a.ipynb`, before), put(shop, `${name}b.ipynb`, edited(before, share, 3))]
}

/** Until it can be used; undefined where there is no Chromium. */
function inBrowser(file) {
  const script = fileURLToPath(new URL("page-time.mjs", import.meta.url))
  const text = run({ args: [script, pathToFileURL(file).href] }).stdout.toString()
  return text === "" ? undefined : Number(text)
}
