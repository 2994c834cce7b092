// The same pairs through our driver and through git's own line diff: from ten cells to thirty thousand, images,
// long texts, and inputs made to be hard.

import { shuffled } from "./chance.mjs"
import {
  edited,
  editedOnce,
  imageNotebook,
  linesOf,
  notebook,
  oneCell,
  textNotebook,
  wrapped,
} from "./notebooks.mjs"
import { median, ratioOf } from "./ratios.mjs"
import { takeTurns, usage } from "./runs.mjs"
import { driverDiff, gitDiff, put } from "./workshop.mjs"

const MB = 1_000_000

/** One row an input: whole processes. `chosen` picks by name. */
export function compare(shop, { rounds, quick }, report) {
  for (const [name, make] of Object.entries(inputs(quick))) {
    const [before, after] = make()
    const [a, b] = [put(shop, "a.ipynb", before), put(shop, "b.ipynb", after)]
    const programs = { ours: driverDiff(shop, a, b), git: gitDiff(shop, a, b) }
    const walls = takeTurns(programs, Math.max(3, Math.ceil(rounds / 4)))
    const ratio = ratioOf(walls.ours, walls.git)
    report({
      name,
      size: a.size,
      ours: median(walls.ours),
      git: median(walls.git),
      ratio: ratio.median,
      least: ratio.least,
      ...usage(programs.ours, 1),
      gitPeak: usage(programs.git, 1)?.peak,
    })
  }
}

function inputs(quick) {
  const counts = quick ? [10, 1000] : [10, 100, 1000, 3000, 10_000, 30_000]
  const cells = counts.flatMap((count) =>
    [true, false].flatMap((ids) =>
      [0.01, 1].map((share) => [
        `${count.toLocaleString("en")} cells, ${ids ? "ids" : "no ids"}, ${share === 1 ? "all" : "1 %"} edited`,
        () => {
          const before = notebook({ cells: count, ids })
          return [before, edited(before, count === 10 && share < 1 ? 0.2 : share, 3)]
        },
      ]),
    ),
  )
  const images = (quick ? [1, 10] : [1, 10, 100]).map((size) => [
    `${size} MB of images, one cell changed`,
    () => {
      const before = imageNotebook({ bytes: size * MB })
      return [before, editedOnce(before, 3)]
    },
  ])
  return Object.fromEntries([...cells, ...images, ...longOnes(quick), ...hardOnes(quick)])
}

function longOnes(quick) {
  const [lines, bytes] = quick ? [10_000, 5 * MB] : [100_000, 50 * MB]
  const text = linesOf(1, lines).map((each) => each.trimEnd())
  const everyHundredth = text.map((each, i) => (i % 100 === 50 ? `${each} # changed` : each))
  return [
    [
      `one cell of ${lines.toLocaleString("en")} lines, 1 % edited`,
      () => [oneCell(text), oneCell(everyHundredth)],
    ],
    [
      `a text output of ${bytes / MB} MB, 1 % of its lines changed`,
      () => {
        const before = textNotebook({ bytes })
        const cells = before.cells.map((each) => ({
          ...each,
          outputs: each.outputs?.map((output) => ({
            ...output,
            text: output.text?.map((line, i) => (i % 100 === 50 ? `changed ${line}` : line)),
          })),
        }))
        return [before, { ...before, cells }]
      },
    ],
  ]
}

function hardOnes(quick) {
  const count = quick ? 1000 : 10_000
  const name = count.toLocaleString("en")
  const before = notebook({ cells: count, outputs: false })
  const same = (total, from = 0) =>
    wrapped(
      Array.from({ length: total }, () => before.cells[from]),
      false,
    )
  return [
    [`${name} cells, all the same; 1 % more of them`, () => [same(count), same(count * 1.01)]],
    [`${name} cells, none in common`, () => [before, notebook({ cells: count, seed: 99, outputs: false })]],
    [`${name} cells, shuffled`, () => [before, { ...before, cells: shuffled(5, before.cells) }]],
    [
      `${name} cells of 20 kinds, shuffled`,
      () => {
        const kinds = before.cells.map((_, i) => before.cells[i % 20])
        return [wrapped(kinds, false), wrapped(shuffled(5, kinds), false)]
      },
    ],
    [
      `${name} lines in a cell, shuffled`,
      () => {
        const lines = linesOf(1, count).map((each) => each.trimEnd())
        return [oneCell(lines), oneCell(shuffled(5, lines))]
      },
    ],
    [
      `${name} lines in a cell, all the same; 1 % more of them`,
      () => [oneCell(Array(count).fill("x = 1")), oneCell(Array(count * 1.01).fill("x = 1"))],
    ],
  ]
}
