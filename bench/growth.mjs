// How cost grows: processor time for n, 2n and 4n, beyond that of a Node that does nothing, and the power that fits.

import { shuffled } from "./chance.mjs"
import {
  bytesOf,
  edited,
  editedOnce,
  imageNotebook,
  linesOf,
  notebook,
  oneCell,
  wrapped,
} from "./notebooks.mjs"
import { exponentOf } from "./ratios.mjs"
import { usage } from "./runs.mjs"
import { driverDiff, driverMerge, launcher, nbdiff, nothing, put } from "./workshop.mjs"

/** The exponent over which growth is no longer near-linear. */
export const STEEP = 1.2

/** One row a case. What takes less than this many milliseconds for n is fitted by the last doubling alone. */
export function growth(shop, { quick, rounds }, report) {
  const start = usage(nothing, 3).cpu
  for (const [name, { n, make }] of Object.entries(cases())) {
    const sizes = [1, 2, 4].map((times) => Math.round((quick ? n / 4 : n) * times))
    const costs = sizes.map((size) =>
      Math.max(1, usage(make(shop, size), Math.max(2, Math.ceil(rounds / 7))).cpu - start),
    )
    const points = sizes.map((size, i) => [size, costs[i]])
    report({ name, sizes, costs, exponent: exponentOf(points), last: exponentOf(points.slice(1)) })
  }
}

function cases() {
  const pair =
    (make, run = driverDiff) =>
    (shop, n) => {
      const [before, after] = make(n)
      return run(shop, put(shop, "ga.ipynb", before), put(shop, "gb.ipynb", after))
    }
  const cells = (options, share) => (n) => {
    const before = notebook({ cells: n, outputs: false, ...options })
    return [before, edited(before, share, 3)]
  }
  const lines = (change) => (n) => {
    const before = linesOf(1, n).map((each) => each.trimEnd())
    return [oneCell(before), oneCell(change(before))]
  }
  const everyHundredth = (texts) => texts.map((each, i) => (i % 100 === 50 ? `${each} # changed` : each))
  const json = (shop, a, b) => nbdiff(shop, ["--json", "--no-index", a.path, b.path])
  const inColor = (shop, a, b) => nbdiff(shop, ["--color=always", "--no-index", a.path, b.path])
  return {
    "cells with ids, 1 % edited": { n: 5000, make: pair(cells({ ids: true }, 0.01)) },
    "cells with ids, all edited": { n: 2500, make: pair(cells({ ids: true }, 1)) },
    "cells without ids, 1 % edited": { n: 5000, make: pair(cells({}, 0.01)) },
    "cells without ids, all edited": { n: 2500, make: pair(cells({}, 1)) },
    "cells without ids, all edited, in color": { n: 1000, make: pair(cells({}, 1), inColor) },
    "cells without ids, 5 % edited, as JSON": { n: 5000, make: pair(cells({}, 0.05), json) },
    "cells, none in common": {
      n: 2500,
      make: pair((n) => [
        notebook({ cells: n, outputs: false }),
        notebook({ cells: n, seed: 99, outputs: false }),
      ]),
    },
    "cells, shuffled": {
      n: 2500,
      make: pair((n) => {
        const before = notebook({ cells: n, outputs: false })
        return [before, { ...before, cells: shuffled(5, before.cells) }]
      }),
    },
    "cells, all the same; 1 % more": {
      n: 2500,
      make: pair((n) => [copies(n), copies(Math.round(n * 1.01))]),
    },
    "cells of 20 kinds, shuffled": {
      n: 2500,
      make: pair((n) => {
        const { cells: kinds } = notebook({ cells: 20, outputs: false })
        const list = Array.from({ length: n }, (_, i) => kinds[i % 20])
        return [wrapped(list, false), wrapped(shuffled(5, list), false)]
      }),
    },
    "lines of a cell, 1 % edited": { n: 25_000, make: pair(lines(everyHundredth)) },
    "lines of a cell, all different": {
      n: 5000,
      make: pair(lines((before) => linesOf(2, before.length).map((each) => each.trimEnd()))),
    },
    "lines of a cell, shuffled": { n: 5000, make: pair(lines((before) => shuffled(5, before))) },
    "lines of a cell, all the same; 1 % more": {
      n: 5000,
      make: pair((n) => [
        oneCell(Array(n).fill("x = 1")),
        oneCell(Array(Math.round(n * 1.01)).fill("x = 1")),
      ]),
    },
    "characters of one line, 1 % of its words edited": {
      n: 50_000,
      make: pair((n) => {
        const list = linesOf(1, Math.ceil(n / 60)).map((each) => each.trimEnd())
        return [oneCell([list.join(" ")]), oneCell([everyHundredth(list).join(" ")])]
      }),
    },
    "lines of a stream, 1 % edited": {
      n: 25_000,
      make: pair((n) => {
        const text = linesOf(1, n)
        return [
          withOutputs([stream(text)]),
          withOutputs([
            stream(everyHundredth(text.map((each) => each.trimEnd())).map((each) => `${each}\n`)),
          ]),
        ]
      }),
    },
    "outputs of a cell, all different": {
      n: 1000,
      make: pair((n) =>
        [1, 2].map((seed) => withOutputs(linesOf(seed, n).map((line, i) => stream([line], i % 2)))),
      ),
    },
    "cells, all new": {
      n: 10_000,
      make: pair((n) => [wrapped([], false), notebook({ cells: n, outputs: false })]),
    },
    "rows of an HTML table, 1 % edited": { n: 1000, make: pair((n) => [table(n, false), table(n, true)]) },
    "keys of the metadata, 1 % edited": { n: 2500, make: pair((n) => [metadata(n, 0), metadata(n, 1)]) },
    "megabytes of images, one cell changed": {
      n: 25,
      make: pair((n) => {
        const before = imageNotebook({ bytes: n * 1_000_000 })
        return [before, editedOnce(before, 3)]
      }),
    },
    "merge: cells without ids, 1 % edited on each side": { n: 2500, make: three(0.01) },
    "merge: cells without ids, all edited on each side": { n: 1000, make: three(1) },
    "merge: lines of a cell, 1 % edited on each side": {
      n: 10_000,
      make: (shop, n) => {
        const before = linesOf(1, n).map((each) => each.trimEnd())
        const side = (at) => before.map((each, i) => (i % 100 === at ? `${each} # ${at}` : each))
        return driverMerge(
          shop,
          put(shop, "go.ipynb", oneCell(before)),
          put(shop, "ga.ipynb", oneCell(side(20))),
          put(shop, "gb.ipynb", oneCell(side(70))),
        )
      },
    },
    "merge: new keys of the metadata on both sides": {
      n: 2500,
      make: (shop, n) =>
        driverMerge(
          shop,
          put(shop, "go.ipynb", metadata(0, 0)),
          put(shop, "ga.ipynb", metadata(n, 0, "ours")),
          put(shop, "gb.ipynb", metadata(n, 0, "theirs")),
        ),
    },
    "merge: lines of a cell, all different": {
      n: 2500,
      make: (shop, n) => {
        const [o, a, b] = [1, 2, 3].map((seed) =>
          put(shop, `g${seed}.ipynb`, oneCell(linesOf(seed, n).map((each) => each.trimEnd()))),
        )
        return driverMerge(shop, o, a, b)
      },
    },
    "clean filter: cells with outputs": {
      n: 5000,
      make: (_, n) => ({
        args: [launcher, "driver", "clean", "n.ipynb"],
        input: bytesOf(notebook({ cells: n })),
      }),
    },
  }
}

function copies(count) {
  const [first] = notebook({ cells: 1, outputs: false }).cells
  return wrapped(Array(count).fill(first), false)
}

function three(share) {
  return (shop, n) => {
    const before = notebook({ cells: n, outputs: false })
    return driverMerge(
      shop,
      put(shop, "go.ipynb", before),
      put(shop, "ga.ipynb", edited(before, share, 11)),
      put(shop, "gb.ipynb", edited(before, share, 12)),
    )
  }
}

function withOutputs(outputs) {
  const result = oneCell(["run()"])
  return { ...result, cells: [{ ...result.cells[0], outputs }] }
}

function stream(text, name = 0) {
  return { name: name === 0 ? "stdout" : "stderr", output_type: "stream", text }
}

function table(rows, changed) {
  const body = Array.from({ length: rows }, (_, i) => {
    const value = changed && i % 100 === 50 ? `${i} changed` : `${i * 7}`
    return `<tr><th>${i}</th><td>${value}</td><td>${i % 13}</td></tr>\n`
  })
  const html = [
    '<table border="1" class="dataframe">\n',
    "<thead><tr><th></th><th>a</th><th>b</th></tr></thead>\n",
    "<tbody>\n",
  ]
  const data = { "text/html": [...html, ...body, "</tbody></table>"], "text/plain": ["a table"] }
  return withOutputs([{ data, execution_count: 1, metadata: {}, output_type: "execute_result" }])
}

function metadata(count, change, name = "key") {
  const keys = Array.from({ length: count }, (_, i) => [`${name}${i}`, i % 100 === 50 ? i + change : i])
  const result = oneCell(["x"])
  return { ...result, metadata: { ...result.metadata, own: Object.fromEntries(keys) } }
}
