// Grows inputs by 2, 4 and 8, and compares the processor time that each command takes for them:
//   node fuzz/growth.mjs [bytes of the smallest input = 130000]
// Needs the built program. Prints a line for each input and command, and exits with 1 if one grows with an exponent above
// 1.3 or takes more than 2 s a megabyte. What the program takes for an empty notebook is not counted.

import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const SMALLEST = Number(process.argv[2] ?? 130_000)
const MOST_EXPONENT = 1.3
const MOST_SECONDS = 2
/** Differences below this are noise. */
const NOISE_SECONDS = 0.4
const PROGRAM = fileURLToPath(new URL("../bin/nbdiff.js", import.meta.url))
const WORK = mkdtempSync(join(tmpdir(), "nbdiff-growth-"))
const METER = join(WORK, "meter.cjs")
const TIME = join(WORK, "time")

const code = (source, more = {}) => ({
  cell_type: "code",
  execution_count: null,
  metadata: {},
  outputs: [],
  source,
  ...more,
})
const markdown = (source, more = {}) => ({ cell_type: "markdown", metadata: {}, source, ...more })
const stream = (text) => [{ output_type: "stream", name: "stdout", text }]
const many = (count, make) => Array.from({ length: count }, (_, i) => make(i))

/** Each makes the cells of about so many bytes; `side` is 0, 1 or 2 for base, ours and theirs. */
const INPUTS = {
  "equal cells": (bytes, side) => many(bytes / 120, () => code(`x = ${side}`)),
  "empty cells": (bytes) => many(bytes / 100, () => code("")),
  "different cells": (bytes, side) =>
    many(bytes / 130, (i) => code(`x${i} = ${i % 7 === side ? side : 0}\n`)),
  "moved cells": (bytes, side) => many(bytes / 120, (i) => code(`x = ${(i * (side * 2 + 1)) % 1009}`)),
  "one long line": (bytes, side) => [code(`${"ab ".repeat(bytes / 3)}${side}`)],
  "one long word": (bytes, side) => [markdown(`${"a".repeat(bytes)}${side}`)],
  "equal lines": (bytes, side) => [code("x\n".repeat(bytes / 2 + side))],
  "different lines": (bytes, side) => [
    code(many(bytes / 8, (i) => `${i % 5 === side ? "y" : "x"} = ${i}\n`).join("")),
  ],
  brackets: (bytes, side) => [markdown(`${"[a](".repeat(bytes / 4)}\n${side}`)],
  markers: (bytes, side) => [code(`${"<<<<<<< a\n=======\n>>>>>>> b\n".repeat(bytes / 30)}${side}`)],
  "carriage returns": (bytes, side) => [
    code("x", { outputs: stream(`${"x".repeat(bytes / 3)}${"\ra".repeat(bytes / 3)}${side}`) }),
  ],
  "escape sequences": (bytes, side) => [
    code("x", { outputs: stream(`${"\u001b[1m\u001b[3".repeat(bytes / 20)}${side}`) }),
  ],
  "many outputs": (bytes, side) => [
    code("x", { outputs: many(bytes / 80, (i) => stream(`${i} ${side}`)[0]) }),
  ],
  attachments: (bytes, side) => [
    markdown(many(bytes / 120, (i) => `![${i}](attachment:${i}.png) ${side}\n`).join(""), {
      attachments: Object.fromEntries(many(bytes / 120, (i) => [`${i}.png`, { "image/png": `AA${side}A` }])),
    }),
  ],
  "metadata keys": (bytes, side) => [
    code("x", { metadata: Object.fromEntries(many(bytes / 20, (i) => [`k${i}`, side])) }),
  ],
}

const COMMANDS = {
  diff: ["--no-index", "--color=always", "base.ipynb", "ours.ipynb"],
  json: ["--no-index", "--json", "base.ipynb", "ours.ipynb"],
  html: ["--no-index", "--html", "-o", "page.html", "base.ipynb", "ours.ipynb"],
  show: ["show", "ours.ipynb"],
  normalize: ["normalize", "--stdout", "ours.ipynb"],
  check: ["check", "ours.ipynb"],
  merge: ["merge", "-o", "merged.ipynb", "base.ipynb", "ours.ipynb", "theirs.ipynb"],
}

writeFileSync(
  METER,
  `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(TIME)}, String(process.cpuUsage().user)))`,
)
let failures = 0
try {
  write([[], [], []])
  const idle = Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, seconds(name)]))
  for (const [input, make] of Object.entries(INPUTS)) grow(input, make, idle)
} finally {
  rmSync(WORK, { recursive: true, force: true })
}
process.exitCode = failures > 0 ? 1 : 0

function grow(input, make, idle) {
  const rows = new Map(Object.keys(COMMANDS).map((name) => [name, []]))
  let bytes = 0
  for (const factor of [1, 2, 4, 8]) {
    bytes = write([0, 1, 2].map((side) => make(SMALLEST * factor, side)))
    for (const [name, times] of rows) times.push(Math.max(0, seconds(name) - idle[name]))
  }
  for (const [name, times] of rows) {
    const [, , half = 0, whole = 0] = times
    const exponent = whole < NOISE_SECONDS ? 0 : Math.log2(whole / Math.max(half, NOISE_SECONDS / 4))
    const perMegabyte = whole / (bytes / 1e6)
    const isBad = exponent > MOST_EXPONENT || (bytes >= 1e6 && perMegabyte > MOST_SECONDS)
    if (isBad) failures++
    const shown = times.map((time) => time.toFixed(2)).join(" ")
    console.log(`${isBad ? "FAULT" : "ok"}: ${name} of ${input}: ${shown} s, exponent ${exponent.toFixed(2)}`)
  }
}

/** Writes the three versions, and returns the size of one. */
function write(versions) {
  const names = ["base", "ours", "theirs"]
  const texts = versions.map((cells) =>
    JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 }),
  )
  for (const [i, text] of texts.entries()) writeFileSync(join(WORK, `${names[i]}.ipynb`), text)
  return texts[1].length
}

function seconds(name) {
  rmSync(TIME, { force: true })
  const { error } = spawnSync(process.execPath, ["--require", METER, PROGRAM, ...COMMANDS[name]], {
    cwd: WORK,
    stdio: "ignore",
    timeout: 120_000,
    killSignal: "SIGKILL",
  })
  return error === undefined ? Number(readFileSync(TIME, "utf8")) / 1e6 : Number.POSITIVE_INFINITY
}
