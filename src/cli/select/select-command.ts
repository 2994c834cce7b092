import { existsSync } from "node:fs"
import { join, relative } from "node:path"
import { readConfig } from "../../git/repository/config.js"
import { type GitPlace, runGit } from "../../git/repository/git-process.js"
import { GitError } from "../../git/repository/repository.js"
import { worktreeTop } from "../../git/repository/worktree.js"
import { comparisonRules, pathFromTop, type RulesFor } from "../../git/settings/comparison-rules.js"
import { isSettingsError } from "../../git/settings/settings-file.js"
import {
  type Comparison,
  type StagedEntry,
  stagedChanges,
  untrackedChanges,
} from "../../git/staging/staged-changes.js"
import { quotedPath } from "../../node/quoted-path.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"
import { CLI_KEYS, resolveDiffSettings, standardTerminal } from "../diff/diff-settings.js"
import { isInteractive } from "../resolve/prompt.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, trouble } from "../terminal/exit-code.js"
import { applySelection } from "./apply-selection.js"
import { chosenQuestions, unknownNames } from "./chosen.js"
import { capitalized, type Operation, WORDS } from "./operation.js"
import type { Question } from "./question.js"
import { type SelectJob, selectJob } from "./select-job.js"
import { listJson, listText } from "./select-list.js"
import { parseSelectOptions, type SelectOptions } from "./select-options.js"
import { type Answers, pipedAnswers, talkAbout } from "./select-talk.js"
import { walkQuestions } from "./select-walk.js"
import { isNothing, type Taken, takenBy, takenWords } from "./taken.js"

type GitOperation = Exclude<Operation, "pick">

/** Runs `nbdiff add`, `reset` or `restore`. */
export async function runSelection(call: CommandCall, operation: GitOperation): Promise<ExitCode> {
  const options = parseSelectOptions(call.options)
  if (typeof options === "string") return trouble(options)
  const isAsking = options.patch || (options.selection === undefined && isInteractive())
  if (!isAsking && !options.list && options.selection === undefined) return trouble(whatToSay(operation))
  const place = { cwd: process.cwd(), environment: process.env }
  try {
    const top = await worktreeTop(place)
    if (top === undefined) return trouble("not in a worktree of git")
    const gathered = await gather(call, operation, options, { ...place, cwd: top })
    if (options.list) return list(gathered, options)
    if (isAsking) return await ask(operation, gathered, options, top)
    return await select(operation, gathered, options)
  } catch (error) {
    if (error instanceof GitError || isSettingsError(error)) return trouble(error.message)
    throw error
  }
}

function whatToSay(operation: GitOperation): string {
  return `choose what to ${WORDS[operation].verb}: --cells, --item, --only, --ignore or --all (--list shows what there is, -p asks)`
}

interface Gathered {
  readonly jobs: readonly SelectJob[]
  readonly place: GitPlace
  readonly pathspecs: readonly string[]
  readonly code: ExitCode
}

/** Reads what can be chosen, and reports on standard error what cannot. `place` is the worktree's top. */
async function gather(
  { operands, afterDashes }: CommandCall,
  operation: GitOperation,
  { source }: SelectOptions,
  place: GitPlace,
): Promise<Gathered> {
  const cwd = process.cwd()
  const { comparison, names } = await comparisonOf(operation, operands, afterDashes, source, place)
  const pathspecs = names.map((name) => (isMagic(name) ? name : pathFromTop(place.cwd, cwd, name) || "."))
  const entries = await stagedChanges(comparison, pathspecs, place)
  const untracked = operation === "add" ? await untrackedChanges(pathspecs, place) : []
  const rulesFor = await comparisonRules(place.cwd, await readConfig(CLI_KEYS, place))
  const jobs: SelectJob[] = []
  let code: ExitCode = Exit.ok
  for (const entry of [...entries, ...untracked]) {
    const job = readJob(entry, cwd, place, rulesFor)
    if (job === "trouble") code = Exit.trouble
    else if (job !== "skipped") jobs.push(job)
  }
  return { jobs, place, pathspecs, code }
}

function isMagic(pathspec: string): boolean {
  return pathspec.startsWith(":")
}

interface Asked {
  readonly comparison: Comparison
  /** The paths among the operands. */
  readonly names: readonly string[]
}

/** Returns the versions to compare: `reset` takes a revision before the paths, as `git reset` does, and `restore`
 *  takes one as --source. */
async function comparisonOf(
  operation: GitOperation,
  operands: readonly string[],
  afterDashes: number | undefined,
  source: string | undefined,
  place: GitPlace,
): Promise<Asked> {
  switch (operation) {
    case "add":
      return { comparison: { kind: "index-worktree" }, names: operands }
    case "restore":
      return source === undefined
        ? { comparison: { kind: "index-worktree" }, names: operands }
        : {
            comparison: { kind: "revision-worktree", revision: await treeOf(source, place) },
            names: operands,
          }
    case "reset": {
      const [first, ...rest] = operands
      const isPath = first === undefined || afterDashes === operands.length || existsSync(first)
      const tree = isPath ? undefined : await treeOf(first, place)
      return { comparison: { kind: "revision-index", revision: tree }, names: isPath ? operands : rest }
    }
  }
}

async function treeOf(revision: string, place: GitPlace): Promise<string> {
  const { status, output } = await runGit(["rev-parse", "--verify", "-q", `${revision}^{tree}`], place)
  if (status !== 0) throw new GitError(`'${quotedPath(revision)}' is neither a revision nor a path`)
  return output.toString().trim()
}

function readJob(
  entry: StagedEntry,
  cwd: string,
  { cwd: top }: GitPlace,
  rulesFor: RulesFor,
): SelectJob | "skipped" | "trouble" {
  const path = entry.kind === "change" ? entry.change.path : entry.path
  const name = quotedPath(relative(cwd, join(top, path)))
  if (entry.kind === "trouble") {
    trouble(`${name}: ${entry.message}`)
    return "trouble"
  }
  if (entry.kind === "skipped") return skip(name, entry.reason)
  try {
    return selectJob(name, entry.change, rulesFor(path))
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error
    return skip(name, `not a notebook: ${error.message}`)
  }
}

function skip(name: string, reason: string): "skipped" {
  process.stderr.write(`${name}: skipped: ${reason}\n`)
  return "skipped"
}

function list({ jobs, code }: Gathered, { json, selection }: SelectOptions): ExitCode {
  const shown =
    selection === undefined
      ? jobs
      : jobs.map((job) => ({ ...job, questions: chosenQuestions(job, selection) }))
  const filled = shown.filter(({ questions }) => questions.length > 0)
  process.stdout.write(json ? listJson(filled) : listText(filled))
  return code
}

async function select(
  operation: GitOperation,
  { jobs, place, code }: Gathered,
  options: SelectOptions,
): Promise<ExitCode> {
  const selection = options.selection ?? {
    cells: undefined,
    items: undefined,
    only: undefined,
    ignore: undefined,
  }
  const unknown = unknownNames(jobs, selection)
  if (unknown.length > 0)
    return trouble(`no cell or item ${unknown.map(quotedPath).join(", ")}; nothing is changed`)
  let worst = code
  let isDone = false
  for (const job of jobs) {
    const taken = takenBy(chosenQuestions(job, selection))
    if (isNothing(taken)) continue
    isDone = true
    worst = worse(worst, await apply(operation, job, taken, options, place))
  }
  if (!isDone && worst === Exit.ok) process.stdout.write(`nothing to ${WORDS[operation].verb}\n`)
  return worst
}

async function ask(
  operation: GitOperation,
  { jobs, place, pathspecs, code }: Gathered,
  options: SelectOptions,
  top: string,
): Promise<ExitCode> {
  const config = await readConfig(CLI_KEYS, place)
  const { view } = resolveDiffSettings(
    { ...options.view, all: true },
    ["nbdiff"],
    config,
    process.env,
    standardTerminal(),
  )
  const answers: Answers | undefined = isInteractive() ? undefined : pipedAnswers()
  let worst = code
  let isAsked = false
  for (const job of jobs) {
    const questions = asked(job, options)
    if (questions.length === 0) continue
    isAsked = true
    process.stdout.write(`${job.name}\n`)
    const talk = await talkAbout(job, answers, view, { ...place, cwd: top })
    const how = { verb: capitalized(WORDS[operation].verb), canEdit: operation !== "reset" }
    const { taken, quits } = await walkQuestions(job.diff, questions, how, talk)
    if (!isNothing(taken)) worst = worse(worst, await apply(operation, job, taken, options, place))
    if (quits) return worst
  }
  if (!isAsked && worst === Exit.ok) process.stdout.write("No changes.\n")
  await hintOthers(operation, pathspecs, place)
  return worst
}

function asked(job: SelectJob, { selection }: SelectOptions): readonly Question[] {
  return selection === undefined ? job.questions : chosenQuestions(job, selection)
}

async function apply(
  operation: GitOperation,
  job: SelectJob,
  taken: Taken,
  { dryRun }: SelectOptions,
  place: GitPlace,
): Promise<ExitCode> {
  const { name } = job
  const { verb, done } = WORDS[operation]
  const words = takenWords(job, taken)
  if (dryRun) {
    process.stdout.write(`${name}: would ${verb} ${words}\n`)
    return Exit.ok
  }
  const applied = await applySelection(operation, job, taken, place)
  if (applied.kind === "trouble") return trouble(`${name}: ${applied.message}`)
  const isUndo = operation === "restore" && applied.note !== undefined
  process.stdout.write(`${name}: ${done} ${words}${isUndo ? `; ${applied.note}` : ""}\n`)
  if (!isUndo && applied.note !== undefined) process.stdout.write(`${applied.note}\n`)
  return Exit.ok
}

function worse(code: ExitCode, other: ExitCode): ExitCode {
  return code > other ? code : other
}

const GIT_COMMANDS = { add: "git add -p", reset: "git reset -p", restore: "git restore -p" } as const

/** Reports that files other than notebooks have changed too, and which git command asks about them. */
async function hintOthers(
  operation: GitOperation,
  pathspecs: readonly string[],
  place: GitPlace,
): Promise<void> {
  const args = operation === "reset" ? ["diff", "--cached"] : ["diff-files"]
  const names = pathspecs.length === 0 ? ["."] : pathspecs
  const { output } = await runGit([...args, "--name-only", "-z", "--", ...names, ":!*.ipynb"], place)
  const count = output.toString().split("\0").filter(Boolean).length
  if (count === 0) return
  const words = count === 1 ? "1 more file has changed" : `${count} more files have changed`
  process.stdout.write(`${words}: ${GIT_COMMANDS[operation]} -- ':!*.ipynb'\n`)
}
