// What `nbdiff check` and `nbdiff normalize --check` say, as a CI shows it: beside the line of the file.

import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { nbdiff } from "./report.mjs"

/** GitHub shows this many annotations of a kind in a step, and drops the others without a word. */
const SHOWN_ANNOTATIONS = 10

/** As many paths as one command line surely takes. */
const PATHS_AT_A_TIME = 100

/** Returns the findings in these files. `normalForm` is the severity of a notebook that is not stripped: "error",
 *  "warning" or "none". */
export function findings({ program, cwd, paths, conflictsOnly, normalForm }) {
  const lines = (args, some) =>
    nbdiff(program, [...args, "--", ...some], { cwd, codes: [0, 1] })
      .split("\n")
      .filter(Boolean)
  const check = ["check", ...(conflictsOnly ? ["--conflicts"] : [])]
  const faults = portionsOf(paths).flatMap((some) =>
    lines(check, some).map((line) => faultOf(line, some, cwd)),
  )
  if (normalForm === "none") return faults
  const isAbnormal = (path) => lines(["normalize", "--check"], [path]).length > 0
  const message = "has outputs, counts or volatile metadata: run nbdiff normalize"
  const abnormal = paths
    .filter(isAbnormal)
    .map((path) => ({ path, line: 1, rule: "normal-form", message, severity: normalForm }))
  return [...faults, ...abnormal]
}

/** A path that nbdiff writes in quotes is checked alone: then it need not be read back. */
function portionsOf(paths) {
  const odd = paths.filter(isQuoted)
  const plain = paths.filter((path) => !isQuoted(path))
  const portions = odd.map((path) => [path])
  for (let i = 0; i < plain.length; i += PATHS_AT_A_TIME) portions.push(plain.slice(i, i + PATHS_AT_A_TIME))
  return portions
}

function isQuoted(path) {
  return !/^[\x20-\x7e]*$/.test(path) || /["\\]/.test(path)
}

function faultOf(line, paths, cwd) {
  const [path, message] = pathAndMessage(line, paths)
  const cell = Number(/^cell (\d+)/.exec(message)?.[1] ?? 0)
  const rule = /conflict/.test(message) ? "conflict" : "fault"
  const text = readFileSync(join(cwd, path), "utf8")
  return { path, line: lineOf(text, cell, rule), rule, message, severity: "error" }
}

function pathAndMessage(line, paths) {
  const named = paths.filter((path) => line.startsWith(`${path}: `)).sort((a, b) => b.length - a.length)
  const path = named[0] ?? paths[0]
  if (named.length > 0) return [path, line.slice(path.length + 2)]
  return [path, line.replace(/^"(?:[^"\\]|\\.)*": |^.*?\.ipynb: /, "")]
}

/** Returns the line, from 1, of the first marker in a cell, or else where the cell begins. */
function lineOf(text, cell, rule) {
  const at = cell === 0 ? 0 : cellStart(text, cell - 1)
  const marker = rule === "conflict" ? text.indexOf("<<<<<<<", at) : -1
  return text.slice(0, marker < 0 ? at : marker).split("\n").length
}

/** Returns where the n-th element of the notebook's "cells" begins, or 0: a scan of JSON that knows strings and depth. */
function cellStart(text, n) {
  let depth = 0
  let seen = -1
  let isInCells = false
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[[\]{}]/gs)) {
    if (token === "}" || token === "]") depth--
    else if (token === "{" || token === "[") {
      if (isInCells && depth === 2 && ++seen === n) return index
      depth++
    } else if (depth === 1 && token.endsWith(":")) isInCells = token.startsWith('"cells"')
  }
  return 0
}

/** Returns GitHub's workflow commands. The last one says what is left out. */
export function githubAnnotations(found) {
  const isWhole = found.length <= SHOWN_ANNOTATIONS
  const shown = isWhole ? found : found.slice(0, SHOWN_ANNOTATIONS - 1)
  const more = `::error title=nbdiff::${found.length - shown.length} more: see the summary`
  return [...shown.map(annotation), ...(isWhole ? [] : [more])]
}

function annotation({ severity, path, line, rule, message }) {
  const title = property(`nbdiff: ${rule}`)
  return `::${severity} file=${property(path)},line=${line},title=${title}::${commandText(message)}`
}

/** Escapes the text of a workflow command. */
export function commandText(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
}

function property(text) {
  return commandText(text).replaceAll(":", "%3A").replaceAll(",", "%2C")
}

/** Returns GitLab's report of code quality. Of two alike fingerprints GitLab shows one; one that held the line would be
 *  new after each edit above it. */
export function codeQuality(found) {
  const counts = new Map()
  return found.map(({ path, line, rule, message, severity }) => {
    const key = `${rule}\0${path}\0${message}`
    const nth = (counts.get(key) ?? 0) + 1
    counts.set(key, nth)
    return {
      description: message,
      check_name: `nbdiff/${rule}`,
      fingerprint: createHash("sha256").update(`${key}\0${nth}`).digest("hex").slice(0, 32),
      severity: severity === "error" ? "major" : "minor",
      location: { path, lines: { begin: line } },
    }
  })
}
