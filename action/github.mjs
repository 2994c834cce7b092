// The GitHub Action: reads the event, has the report made, and writes the summary, the annotations and one comment.

import { appendFileSync, mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { commandText, findings, githubAnnotations } from "./findings.mjs"
import { keepComment, mergeBaseOf } from "./github-api.mjs"
import { changedPaths, fitted, git, LIMITS, mergeBase, report } from "./report.mjs"

/** Findings that the summary and the comment list, and how long each may be. */
const LISTED_FINDINGS = 50
const FINDING_LENGTH = 300

try {
  process.exitCode = await main()
} catch (error) {
  console.log(`::error title=nbdiff::${commandText(String(error.message))}`)
  process.exitCode = 2
}

async function main() {
  const cwd = process.env.GITHUB_WORKSPACE ?? process.cwd()
  const event = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, "utf8"))
  const pull = event.pull_request
  const { base: from, head } = rangeOf(event, git(["rev-parse", "HEAD"], { cwd }))
  if (hasWritingToken()) refuseForeignWorktree(cwd, head)
  const base = await mergeBase(from, head, { cwd, mergeBaseOf: pull && input("TOKEN") && mergeBaseOf })
  const found = findingsOf({ cwd, base, head, paths: list("PATHS") })
  const outDir = mkdtempSync(join(process.env.RUNNER_TEMP ?? tmpdir(), "nbdiff-"))
  const what = { program: program(), cwd, base, head, paths: list("PATHS"), options: list("OPTIONS"), outDir }
  const { count, markdown, page } = report({ ...what, html: input("HTML") === "true" })
  const body = `**${headline(count, base, head)}**\n${findingList(found)}\n${markdown}`
  writeSummary(body)
  if (pull && input("COMMENT") === "true") notice(await keepComment(pull.number, count + found.length, body))
  for (const [name, value] of Object.entries({ changed: count, findings: found.length, html: page ?? "" }))
    if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `${name}=${value}\n`)
  return found.some(({ severity }) => severity === "error") ? 1 : 0
}

/** The program of the action's own checkout: nothing is installed while the action runs. */
function program() {
  return process.env.NBDIFF_PROGRAM ?? fileURLToPath(new URL("../bin/nbdiff.js", import.meta.url))
}

function input(name) {
  return (process.env[`INPUT_${name}`] ?? "").trim()
}

function list(name) {
  const lines = input(name).split("\n")
  return lines.map((line) => line.trim()).filter(Boolean)
}

/** Returns the revisions that an event is about. A push of a new branch names none before it. */
function rangeOf(event, worktree) {
  const pushed = (id) => (id === undefined || /^0+$/.test(id) ? undefined : id)
  const { pull_request: pull, merge_group: group } = event
  const head = pull?.head?.sha ?? group?.head_sha ?? pushed(event.after) ?? worktree
  const base = input("BASE") || (pull?.base?.sha ?? group?.base_sha ?? pushed(event.before) ?? `${head}^`)
  return { base, head }
}

function hasWritingToken() {
  return ["pull_request_target", "workflow_run"].includes(process.env.GITHUB_EVENT_NAME)
}

/** An event of this kind has a token that may write. nbdiff runs nothing of a worktree, yet it reads its settings, and
 *  other steps of the job run more: a foreign branch is fetched, and not checked out. */
function refuseForeignWorktree(cwd, head) {
  if (git(["merge-base", "--is-ancestor", head, "HEAD"], { cwd, fails: true }) !== undefined)
    throw new Error(
      "with pull_request_target, check out the base and not the head: a fork's files beside a token that may write are a hole",
    )
  if (git(["cat-file", "-e", head], { cwd, fails: true }) === undefined)
    git(["fetch", "--quiet", "--no-tags", "--depth=1", "origin", head], { cwd })
}

/** Says them as annotations, too. */
function findingsOf({ cwd, base, head, paths }) {
  const check = input("CHECK")
  if (check === "none") return []
  // the worktree holds the base, and it is the head that was to be checked
  if (hasWritingToken()) throw new Error('with pull_request_target, set "check: none"')
  const found = findings({
    program: program(),
    cwd,
    paths: changedPaths({ cwd, base, head, paths }),
    conflictsOnly: check === "conflicts",
    normalForm: input("NORMAL_FORM") || "none",
  })
  for (const line of githubAnnotations(found)) console.log(line)
  return found
}

function headline(count, base, head) {
  if (count === 0) return "No notebook has changed."
  return `${count} ${count === 1 ? "notebook" : "notebooks"} changed, ${base.slice(0, 8)} → ${head.slice(0, 8)}`
}

function findingList(found) {
  if (found.length === 0) return ""
  const shown = found.slice(0, LISTED_FINDINGS)
  const lines = shown.map(({ severity, path, message }) => `- ${severity}: ${code(`${path}: ${message}`)}\n`)
  const left = found.length - shown.length
  return `\n${lines.join("")}${left > 0 ? `\n⋯ and ${left} more\n` : ""}`
}

/** A text that stays code in a list, whatever backticks are in it. */
function code(text) {
  const line = text.replace(/\s+/g, " ").slice(0, FINDING_LENGTH)
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  const ticks = "`".repeat(longest + 1)
  return longest > 0 ? `${ticks} ${line} ${ticks}` : `${ticks}${line}${ticks}`
}

function writeSummary(body) {
  if (!process.env.GITHUB_STEP_SUMMARY) return
  const remark = "⋯ the rest does not fit into a summary"
  appendFileSync(process.env.GITHUB_STEP_SUMMARY, fitted(body, LIMITS.summary, remark))
}

function notice(text) {
  if (text !== undefined) console.log(`::notice title=nbdiff::${commandText(text)}`)
}
