// What was promised, each as a ratio within one run. A row: what, against what, the ratio and its limit.

import { rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { edited, editedOnce, imageNotebook, linesOf, notebook, oneCell, textNotebook } from "./notebooks.mjs"
import { pageMeasurements } from "./pages.mjs"
import { median, ratioOf, verdictOf } from "./ratios.mjs"
import { run, takeTurns, usage } from "./runs.mjs"
import {
  driverDiff,
  driverMerge,
  git,
  gitDiff,
  gitMergeFile,
  launcher,
  nbdiff,
  nothing,
  put,
  quietEnvironment,
} from "./workshop.mjs"

const MB = 1_000_000
const inProcess = fileURLToPath(new URL("in-process.mjs", import.meta.url))

/** Groups of budgets, so that each one's files can go before the next one's are made. */
export const budgets = {
  start: startUp,
  parse: parsing,
  large: largeNotebooks,
  cells: manyCells,
  lines: manyLines,
  range: manyFiles,
  merge: merging,
  filter: filtering,
  memory: filterMemory,
  pages: reviews,
}

function reviews(shop, { rounds }) {
  const measured = pageMeasurements(shop, Math.max(6, rounds / 2))
  const { tenKilobytes, emptyKilobytes, nodes, making, milliseconds } = measured
  const what = "--html, 40 cells, 10 of them edited"
  return [
    limitRow("a page of 10 edited cells", "100 KB", tenKilobytes, 100, "KB"),
    limitRow("a page without a difference", "40 KB", emptyKilobytes, 40, "KB"),
    limitRow("elements of 500 edited cells", "150,000", nodes, 150_000, ""),
    row(what, "the text view", making.html, making.text, 2),
    ...(milliseconds === undefined
      ? []
      : [limitRow("500 edited cells in Chromium, until interactive", "1 s", milliseconds, 1000, "ms")]),
  ]
}

function startUp(shop, { rounds }) {
  const before = imageNotebook({ bytes: 600_000, cells: 300 })
  const [a, b] = [put(shop, "1a.ipynb", before), put(shop, "1b.ipynb", edited(before, 0.01, 7))]
  const programs = {
    nothing,
    "empty driver": { args: [launcher, "driver"], statuses: [2] },
    driver: driverDiff(shop, a, b),
    git: gitDiff(shop, a, b),
  }
  const walls = takeTurns(programs, Math.max(20, rounds))
  const what = `driver, ${megabytes(a.size)} notebook, 1 % of its cells edited`
  return [
    { ...row(what, "node -e 0", walls.driver, walls.nothing, 1.5), ...usageOf(programs.driver) },
    cpuRow(`the same, processor time`, usage(programs.driver, 8), usage(nothing, 8)),
    row("driver that has nothing to do", "node -e 0", walls["empty driver"], walls.nothing),
    row("the same pair", "git diff --no-index", walls.driver, walls.git),
  ]
}

function parsing(shop, { rounds, scale }) {
  const kinds = {
    image: imageNotebook({ bytes: 50 * MB * scale }),
    text: textNotebook({ bytes: 50 * MB * scale }),
  }
  return Object.entries(kinds).flatMap(([kind, content]) => {
    const file = put(shop, `parse-${kind}.ipynb`, content)
    const cold = (what) => takeCold(what, [file.path])
    const names = ["nbdiff parse", "JSON.parse", "JSON.parse of bytes"]
    const times = Object.fromEntries(names.map((name) => [name, []]))
    for (let i = 0; i < Math.max(7, rounds / 2); i++) for (const name of names) times[name].push(cold(name))
    const what = `parse, cold, ${megabytes(file.size)} of ${kind}`
    const peak = usage({ args: [inProcess, "nbdiff parse", file.path] })?.peak
    const ours = times["nbdiff parse"]
    return [
      { ...row(what, "JSON.parse of its text", ours, times["JSON.parse"], 1), peak, inputs: file.size },
      row(what, "decoding and JSON.parse", ours, times["JSON.parse of bytes"]),
    ]
  })
}

function takeCold(what, paths) {
  return Number(run({ args: [inProcess, what, ...paths] }).stdout.toString())
}

function largeNotebooks(shop, { rounds, scale }) {
  const kinds = {
    image: imageNotebook({ bytes: 50 * MB * scale }),
    text: textNotebook({ bytes: 50 * MB * scale }),
  }
  return Object.entries(kinds).flatMap(([kind, before]) => {
    const files = {
      base: put(shop, `${kind}-base.ipynb`, before),
      ours: put(shop, `${kind}-ours.ipynb`, editedOnce(before, 3, "ours")),
      theirs: put(shop, `${kind}-theirs.ipynb`, editedOnce(before, 90, "theirs")),
    }
    const { base, ours, theirs } = files
    const programs = {
      diff: driverDiff(shop, base, ours),
      gitDiff: gitDiff(shop, base, ours),
      merge: driverMerge(shop, base, ours, theirs),
      gitMerge: gitMergeFile(shop, base, ours, theirs),
    }
    const walls = takeTurns(programs, Math.ceil(rounds / 4))
    const json = run(nbdiff(shop, ["--json", "--no-index", base.path, ours.path])).stdout.length
    const inputs = base.size + ours.size
    const size = `${megabytes(base.size)} of ${kind}, one cell changed`
    const diff = usageOf(programs.diff)
    return [
      { ...row(`driver, ${size}`, "git diff --no-index", walls.diff, walls.gitDiff, 1), ...diff },
      limitRow(
        `its peak memory, ${size}`,
        "3 × the inputs + 60 MB",
        diff.peak,
        (3 * inputs) / 2 ** 20 + 60,
        "MB",
      ),
      limitRow(`its JSON diff, ${size}`, "10 KB", json / 1000, 10, "KB"),
      {
        ...row(`merge, ${size} on each side`, "git merge-file", walls.merge, walls.gitMerge, 1),
        ...usageOf(programs.merge),
      },
    ]
  })
}

function manyCells(shop, { rounds }) {
  const before = notebook({ cells: 3000 })
  const [a, b] = [put(shop, "3000a.ipynb", before), put(shop, "3000b.ipynb", edited(before, 0.05, 5))]
  const programs = { ours: driverDiff(shop, a, b), nothing, git: gitDiff(shop, a, b) }
  const walls = takeTurns(programs, rounds)
  const what = "driver, 3,000 cells without ids, 5 % edited"
  return [
    limitRow(what, "1 second, shortest run", Math.min(...walls.ours) / 1000, 1, "s"),
    { ...row(what, "node -e 0", walls.ours, walls.nothing), ...usageOf(programs.ours) },
    row(what, "git diff --no-index", walls.ours, walls.git),
  ]
}

function manyLines(shop, { rounds }) {
  const pair = (name, count) => [
    put(shop, `${name}a.ipynb`, oneCell(linesOf(1, count).map((text) => text.trimEnd()))),
    put(shop, `${name}b.ipynb`, oneCell(linesOf(2, count).map((text) => text.trimEnd()))),
  ]
  const [a, b] = pair("lines", 10_000)
  const programs = { ours: driverDiff(shop, a, b), git: gitDiff(shop, a, b) }
  const walls = takeTurns(programs, rounds)
  const few = pair("few", 2000)
  const paths = few.map(({ path }) => path)
  const texts = paths.map((_, i) => put(shop, `few${i}.txt`, Buffer.from(linesOf(i + 1, 2000).join(""))).path)
  const times = { ours: [], jsdiff: [] }
  for (let i = 0; i < 3; i++) {
    times.ours.push(takeCold("nbdiff diff", paths))
    times.jsdiff.push(takeCold("jsdiff", texts))
  }
  const what = "driver, 10,000 lines in one cell, all different"
  return [
    { ...row(what, "git diff --no-index", walls.ours, walls.git, 10), ...usageOf(programs.ours) },
    row("2,000 such lines, in process, parsed too", "jsdiff's diffLines", times.ours, times.jsdiff),
  ]
}

function manyFiles(shop, { rounds, files = 200 }) {
  const { folder, pairs } = changedNotebooks(shop, files)
  const sample = pairs.slice(0, 20)
  const range = nbdiff(shop, ["HEAD~1", "HEAD"], { cwd: folder })
  const walls = takeTurns({ range, nothing, git: { ...gitRange(shop, folder) } }, Math.ceil(rounds / 4))
  const singles = sample.map(([a, b]) => takeTurns({ driver: driverDiff(shop, a, b), nothing }, 2))
  const driver = median(singles.flatMap((each) => each.driver))
  const start = median([...walls.nothing, ...singles.flatMap((each) => each.nothing)])
  const allowed = walls.nothing.map(() => 2 * start + files * Math.max(0, driver - start))
  const what = `nbdiff A B, ${files} changed notebooks of ${kilobytes(sample[0][0].size)}`
  const used = usageOf(range, false)
  rmSync(folder, { recursive: true })
  return [
    {
      ...row(what, "2 × node -e 0 + what as many drivers take beyond it", walls.range, allowed, 1),
      ...used,
    },
    row(what, "git diff A B, as JSON lines", walls.range, walls.git),
  ]
}

function gitRange(_, folder) {
  return {
    command: "git",
    args: ["diff", "--no-ext-diff", "--no-textconv", "HEAD~1", "HEAD"],
    cwd: folder,
    env: quietEnvironment,
  }
}

/** A repository with two commits, and each notebook's two versions as files. */
export function changedNotebooks(shop, files) {
  const folder = join(shop.top, "range")
  const pairs = Array.from({ length: files }, (_, i) => {
    const before = notebook({ cells: 245, seed: i + 1 })
    const pair = [
      put(shop, `pairs/${i}a.ipynb`, before),
      put(shop, `pairs/${i}b.ipynb`, edited(before, 0.03, i + 1)),
    ]
    put(shop, `range/n${i}.ipynb`, before)
    return { pair, after: edited(before, 0.03, i + 1) }
  })
  git(folder, ["init", "-q", "-b", "main"])
  git(folder, ["add", "."])
  git(folder, ["commit", "-qm", "a"])
  for (const [i, { after }] of pairs.entries()) put(shop, `range/n${i}.ipynb`, after)
  git(folder, ["commit", "-qam", "b"])
  return { folder, pairs: pairs.map(({ pair }) => pair) }
}

function merging(shop, { rounds }) {
  const before = notebook({ cells: 1000 })
  const base = put(shop, "merge-base.ipynb", before)
  const ours = put(shop, "merge-ours.ipynb", edited(before, 0.05, 11))
  const theirs = put(shop, "merge-theirs.ipynb", edited(before, 0.05, 12))
  const programs = {
    merge: driverMerge(shop, base, ours, theirs),
    diff: driverDiff(shop, base, ours),
    git: gitMergeFile(shop, base, ours, theirs),
  }
  const walls = takeTurns(programs, rounds)
  const what = "merge, 1,000 cells without ids, 5 % edited on each side"
  return [
    { ...row(what, "driver diff of base and ours", walls.merge, walls.diff, 2), ...usageOf(programs.merge) },
    row(what, "git merge-file", walls.merge, walls.git),
  ]
}

/** As real ones of this size are (see `main.mjs`); then nearly all source, which git packs at once, a parser
 *  reads slowest and the filter takes nothing from; and half of it one image. */
function filtering(shop, size) {
  const outputs = { bytes: 105_000, cells: 21 }
  return [
    ...filteringOf(shop, size, "as real ones are", (i) =>
      i % 2 === 0 ? imageNotebook({ ...outputs, seed: i + 1 }) : textNotebook({ ...outputs, seed: i + 1 }),
    ),
    ...filteringOf(shop, size, "of source", (i) => notebook({ cells: 245, seed: i + 1 })),
    ...filteringOf(shop, size, "with an image", (i) =>
      imageNotebook({ bytes: 65_000, cells: 110, seed: i + 1 }),
    ),
  ]
}

function filteringOf(shop, { rounds }, kind, make) {
  const files = 200
  for (let i = 0; i < files; i++) put(shop, `filter/n${i}.ipynb`, make(i))
  const tree = join(shop.top, "filter")
  const add = (name, config) => {
    const folder = join(shop.top, `filter-${name}.git`)
    return {
      command: "git",
      node: true,
      args: [...config.flatMap((each) => ["-c", each]), "add", "."],
      cwd: tree,
      env: { ...quietEnvironment, GIT_DIR: folder, GIT_WORK_TREE: tree },
      prepare: () => {
        rmSync(folder, { recursive: true, force: true })
        git(shop.top, ["init", "-q", "--bare", folder])
        put(
          shop,
          `filter-${name}.git/info/attributes`,
          Buffer.from(config.length > 0 ? "*.ipynb filter=f\n" : ""),
        )
      },
    }
  }
  const command = `"${process.execPath}" "${launcher}" driver process`
  const programs = {
    ours: add("ours", [`filter.f.process=${command}`, "filter.f.required=true"]),
    none: add("none", []),
    cat: add("cat", ["filter.f.clean=cat"]),
  }
  const walls = takeTurns(programs, Math.ceil(rounds / 2))
  const what = `git add of ${files} notebooks of 130 KB ${kind}, through the filter`
  return [
    { ...row(what, "without a filter", walls.ours, walls.none, 1.5), ...usageOf(programs.ours, false) },
    row(what, "with a cat for each file", walls.ours, walls.cat),
    row(`the cats, notebooks ${kind}`, "without a filter", walls.cat, walls.none),
  ]
}

function filterMemory(shop, { scale }) {
  const file = put(shop, "100.ipynb", imageNotebook({ bytes: 100 * MB * scale, cells: 300 }))
  const clean = (args) => ({ command: "git", node: true, args, cwd: shop.top, env: quietEnvironment })
  const command = (name) => `"${process.execPath}" "${launcher}" driver ${name}`
  put(shop, ".git/info/attributes", Buffer.from("100.ipynb filter=f\n"))
  const limit = (3 * file.size) / 2 ** 20 + 60
  return ["process", "clean"].map((name) => {
    const { cpu, peak } = usage(
      clean(["-c", `filter.f.${name}=${command(name)}`, "hash-object", "-w", "100.ipynb"]),
    )
    return {
      ...limitRow(
        `filter.${name}, ${megabytes(file.size)} notebook: peak memory`,
        "3 × its size + 60 MB",
        peak,
        limit,
        "MB",
      ),
      cpu,
    }
  })
}

function row(what, against, ours, other, limit) {
  const ratio = ratioOf(ours, other)
  return {
    what,
    against,
    ours: median(ours),
    other: median(other),
    ratio: ratio.median,
    least: ratio.least,
    spread: ratio.spread,
    rounds: ours.length,
    limit,
    verdict: limit === undefined ? "" : verdictOf(ratio, limit),
  }
}

function limitRow(what, against, value, limit, unit) {
  return { what, against, value, unit, limit, verdict: value <= limit ? "PASS" : "FAIL" }
}

/** Where the machine is busy, processor time says more than the clock; it counts all threads. */
function cpuRow(what, ours, other) {
  return { what, against: "node -e 0", value: ours.cpu / other.cpu, unit: "×", cpu: ours.cpu }
}

function usageOf(program, cpu = true) {
  const used = usage(program)
  return cpu ? { cpu: used?.cpu, peak: used?.peak } : { peak: used?.peak }
}

export function megabytes(bytes) {
  return `${(bytes / MB).toFixed(bytes < 10 * MB ? 1 : 0)} MB`
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000)} KB`
}
