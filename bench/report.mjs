// Tables for a terminal, which are Markdown's too.

import { cpus, loadavg, release, type } from "node:os"
import { STEEP } from "./growth.mjs"

export function machine(gitVersion) {
  const [first] = cpus()
  return `${first?.model ?? "?"}, ${cpus().length} cores, ${type()} ${release()}, Node ${process.versions.node}, ${gitVersion}`
}

/** How many programs wanted a core in the last minute, for each one that there is. */
export function busyness() {
  return loadavg()[0] / cpus().length
}

export const budgetHead = [
  "| | against | ratio | shortest runs | limit | | ours | other | CPU | peak |",
  "|---|---|--:|--:|--:|---|--:|--:|--:|--:|",
]

export function budgetLine(row) {
  const isValue = row.value !== undefined
  return line([
    row.what,
    row.against,
    isValue ? `${number(row.value)} ${row.unit}` : number(row.ratio),
    isValue ? "" : number(row.least),
    row.limit === undefined ? "" : isValue ? `${number(row.limit)} ${row.unit}` : number(row.limit),
    verdictText(row),
    milliseconds(row.ours),
    milliseconds(row.other),
    milliseconds(row.cpu),
    peakText(row),
  ])
}

export const comparisonHead = [
  "| | file | ratio | shortest runs | nbdiff | git | CPU | peak | git's peak |",
  "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
]

export function comparisonLine({ name, size, ratio, least, ours, git, cpu, peak, gitPeak }) {
  return line([
    name,
    `${number(size / 1e6)} MB`,
    number(ratio),
    number(least),
    milliseconds(ours),
    milliseconds(git),
    milliseconds(cpu),
    megabytes(peak),
    megabytes(gitPeak),
  ])
}

export const growthHead = [
  "| | n | n | 2n | 4n | exponent | last doubling | |",
  "|---|--:|--:|--:|--:|--:|--:|---|",
]

export function growthLine({ name, sizes, costs, exponent, last }) {
  const note = exponent > STEEP ? "STEEP" : ""
  return line([
    name,
    sizes[0].toLocaleString("en"),
    ...costs.map(milliseconds),
    exponent.toFixed(2),
    last.toFixed(2),
    note,
  ])
}

/** Where the rounds lie far apart, the figure is not worth much. */
const NOISE = 0.3

function verdictText({ verdict, spread }) {
  const noise = spread > NOISE ? `noisy: ±${Math.round(spread * 50)} %` : ""
  return [verdict, noise].filter(Boolean).join(", ")
}

function peakText({ peak, inputs }) {
  if (peak === undefined) return ""
  return inputs === undefined
    ? megabytes(peak)
    : `${megabytes(peak)}, ${number((peak * 2 ** 20) / inputs)} × the file`
}

function line(cells) {
  return `| ${cells.join(" | ")} |`
}

function number(value) {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

function milliseconds(value) {
  return value === undefined
    ? ""
    : `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en")} ms`
}

function megabytes(value) {
  return value === undefined ? "" : `${Math.round(value)} MB`
}
