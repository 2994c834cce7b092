// `npm run bench`: what nbdiff costs, as ratios within one run against what a user has otherwise.
//
//   npm run bench                       budgets, comparisons, growth
//   npm run bench -- quick              smaller inputs, fewer rounds: a look, not a measurement
//   npm run bench -- budgets start      one part; of the budgets, one group
//   npm run bench -- --write            into docs/bench.md too
//
// Whole processes with their output in a pipe; a ratio is the median of the rounds' own, beside it that of the
// shortest runs. Where the two do not agree on a verdict it is UNSURE: the machine was too busy. CPU and peak memory
// are taken in runs of their own. Exit code 1 when a budget is missed or a growth is steep.

import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { budgets } from "./budgets.mjs"
import { compare } from "./comparisons.mjs"
import { growth, STEEP } from "./growth.mjs"
import {
  budgetHead,
  budgetLine,
  busyness,
  comparisonHead,
  comparisonLine,
  growthHead,
  growthLine,
  machine,
} from "./report.mjs"
import { git, openWorkshop } from "./workshop.mjs"

const words = process.argv.slice(2)
const quick = words.includes("quick")
const size = { quick, rounds: quick ? 6 : 20, scale: quick ? 0.2 : 1 }
const parts = { budgets: budgetPart, comparisons: comparisonPart, growth: growthPart }
const groups = Object.keys(budgets).filter((name) => words.includes(name))
const asked = Object.keys(parts).filter((name) => words.includes(name))
const chosen = asked.length > 0 ? asked : groups.length > 0 ? ["budgets"] : Object.keys(parts)

const text = []
let missed = 0
say(
  `${machine(git(".", ["--version"]))}, ${new Date().toISOString().slice(0, 10)}${quick ? ", quick: small inputs" : ""}`,
)
for (const name of chosen) parts[name]()
say(
  `${missed === 0 ? "All" : "Not all"} that was measured is within its limits${missed === 0 ? "" : `: ${missed} are not`}.`,
)
if (words.includes("--write")) write()
process.exitCode = missed === 0 ? 0 : 1

function budgetPart() {
  say("", "## Budgets", "", ...budgetHead)
  for (const name of groups.length > 0 ? groups : Object.keys(budgets)) {
    inWorkshop((shop) => {
      for (const row of budgets[name](shop, size)) {
        if (row.verdict === "FAIL") missed++
        say(budgetLine(row))
      }
    })
  }
  sayLoad()
}

function comparisonPart() {
  say("", "## The driver and `git diff --no-index`", "", ...comparisonHead)
  inWorkshop((shop) => compare(shop, size, (row) => say(comparisonLine(row))))
  sayLoad()
}

function growthPart() {
  say(
    "",
    "## Growth",
    "",
    `Processor time beyond a Node's that does nothing; an exponent over ${STEEP} is steep.`,
    "",
  )
  say(...growthHead)
  inWorkshop((shop) =>
    growth(shop, size, (row) => {
      if (row.exponent > STEEP) missed++
      say(growthLine(row))
    }),
  )
  sayLoad()
}

function inWorkshop(work) {
  const shop = openWorkshop()
  try {
    work(shop)
  } finally {
    shop.close()
  }
}

/** Programs that want a core, for each one, from which on times say little. */
function sayLoad() {
  const load = busyness()
  const judgement = load > 1.2 ? "others were at work: times say little, ratios more" : "the machine was ours"
  say("", `Load: ${load.toFixed(1)} for each core in the last minute; ${judgement}.`)
}

function say(...lines) {
  for (const each of lines) console.log(each)
  text.push(...lines)
}

function write() {
  const folder = fileURLToPath(new URL("../docs/", import.meta.url))
  mkdirSync(folder, { recursive: true })
  const head = [
    "# What nbdiff costs",
    "",
    "Written by `npm run bench -- --write`, which says how it measures.",
    "",
    "Notebooks as real ones are: 21 cells, and more than four fifths of the bytes are outputs, an image in every other",
    "notebook; so are public notebooks of 60 to 400 KB in the median. Of source: 245 cells with hardly an output.",
    "",
  ]
  writeFileSync(join(folder, "bench.md"), `${[...head, ...text].join("\n")}\n`)
}
