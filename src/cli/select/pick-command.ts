import { lstatSync, mkdirSync, rmSync } from "node:fs"
import { dirname, join, relative, sep } from "node:path"
import { notebooksBelow } from "../../git/notebooks/notebook-list.js"
import { readConfig } from "../../git/repository/config.js"
import { comparisonRules } from "../../git/settings/comparison-rules.js"
import { isSettingsError } from "../../git/settings/settings-file.js"
import type { StagedChange } from "../../git/staging/staged-changes.js"
import { blobId } from "../../node/blob-id.js"
import { replaceFile } from "../../node/file-replacement.js"
import { readInput, systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { DEFAULT_RULES, type RuleSet } from "../../normalize/rules/rule-set.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"
import { CLI_KEYS, resolveDiffSettings, standardTerminal } from "../diff/diff-settings.js"
import { isInteractive } from "../resolve/prompt.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, trouble } from "../terminal/exit-code.js"
import { herePlace } from "../terminal/place.js"
import { faultOf, selectedBytes } from "./apply-selection.js"
import { chosenQuestions, unknownNames } from "./chosen.js"
import { capitalized, WORDS } from "./operation.js"
import { type SelectJob, selectJob } from "./select-job.js"
import { listJson, listText } from "./select-list.js"
import { parseSelectOptions, type SelectOptions } from "./select-options.js"
import { type Answers, pipedAnswers, talkAbout } from "./select-talk.js"
import { walkQuestions } from "./select-walk.js"
import { type Taken, takenBy } from "./taken.js"

/** Runs `nbdiff pick`: the same choices as in git, between two files or two directories. */
export async function runPick({
  operands: [before = "", after = ""],
  options,
}: CommandCall): Promise<ExitCode> {
  const asked = parseSelectOptions(options)
  if (typeof asked === "string") return trouble(asked)
  if (asked.selection === undefined && !asked.patch && !asked.list && !isInteractive())
    return trouble(
      "choose what to take: --cells, --item, --only, --ignore or --all (--list shows what there is, -p asks)",
    )
  const isBoth = [before, after].map(isDirectory)
  if (isBoth[0] !== isBoth[1]) return trouble("pick takes two notebooks or two directories")
  if (isBoth[0] && asked.output !== undefined) return trouble("-o can only be used with two notebooks")
  try {
    const rules = await rulesHere()
    const jobs = isBoth[0] ? await directoryJobs(before, after, rules) : [fileJob(before, after, rules)]
    const found = jobs.filter((job) => typeof job !== "string")
    if (found.length < jobs.length) return trouble(jobs.find((job) => typeof job === "string") ?? "")
    return await pickFrom(found, asked, isBoth[0] ? after : undefined)
  } catch (error) {
    if (isSettingsError(error)) return trouble(error.message)
    throw error
  }
}

function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

async function rulesHere(): Promise<RuleSet> {
  const place = { cwd: process.cwd(), environment: process.env }
  const rulesFor = await comparisonRules(undefined, await readConfig(CLI_KEYS, place))
  return rulesFor("") ?? DEFAULT_RULES
}

/** Returns the pair of two files, or what is wrong with one of them. */
function fileJob(before: string, after: string, rules: RuleSet): SelectJob | string {
  const a = readInput(before)
  const b = readInput(after)
  if (a.kind !== "bytes") return a.message
  if (b.kind !== "bytes") return b.message
  return jobOf(quotedPath(after), after, a.bytes, b.bytes, rules)
}

function jobOf(
  name: string,
  path: string,
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
  rules: RuleSet,
): SelectJob | string {
  const oids = { before: before && blobId(before), after: after && blobId(after) }
  const change: StagedChange = {
    path,
    before,
    after,
    modes: { before: undefined, after: undefined },
    oids,
    raw: after,
  }
  try {
    return selectJob(name, change, rules)
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error
    return `${name}: not a notebook: ${error.message}`
  }
}

/** Returns the notebooks that differ between two directories. Other files stay as they are in the second one. */
async function directoryJobs(
  before: string,
  after: string,
  rules: RuleSet,
): Promise<readonly (SelectJob | string)[]> {
  const paths = new Set([...(await notebooksIn(before)), ...(await notebooksIn(after))])
  return [...paths].sort().flatMap((path) => {
    const a = readInput(join(before, path))
    const b = readInput(join(after, path))
    const [x, y] = [a.kind === "bytes" ? a.bytes : undefined, b.kind === "bytes" ? b.bytes : undefined]
    if (x === undefined && y === undefined) return []
    if (x !== undefined && y !== undefined && Buffer.compare(x, y) === 0) return []
    return [jobOf(quotedPath(path), path, x, y, rules)]
  })
}

/** Paths from the directory on, with slashes. Links stay as they are. */
async function notebooksIn(directory: string): Promise<readonly string[]> {
  const paths = await notebooksBelow(directory, herePlace())
  const files = paths.filter((path) => lstatSync(path).isFile())
  return files.map((path) => relative(directory, path).split(sep).join("/"))
}

async function pickFrom(
  jobs: readonly SelectJob[],
  options: SelectOptions,
  directory: string | undefined,
): Promise<ExitCode> {
  const { selection } = options
  const unknown = selection === undefined ? [] : unknownNames(jobs, selection)
  if (unknown.length > 0)
    return trouble(`no cell or item ${unknown.map(quotedPath).join(", ")}; nothing is changed`)
  if (options.list) {
    process.stdout.write(options.json ? listJson(jobs) : listText(jobs))
    return Exit.ok
  }
  const choose = options.patch || selection === undefined ? await asker(options) : undefined
  let code: ExitCode = Exit.ok
  for (const job of jobs) {
    const taken = choose === undefined ? takenBy(chosenQuestions(job, selection ?? ALL)) : await choose(job)
    const bytes = selectedBytes("pick", job, taken)
    const fault = faultOf(bytes, job.diff)
    if (fault !== undefined) code = trouble(`${job.name}: ${fault}: nothing is changed`)
    else if (!options.dryRun) code = written(job, bytes, options, directory) ?? code
  }
  return code
}

const ALL = { cells: undefined, items: undefined, only: undefined, ignore: undefined }

/** Returns what asks the questions. They must not mix with a notebook on standard output, so the caller requires -o. */
async function asker({ view, selection }: SelectOptions): Promise<(job: SelectJob) => Promise<Taken>> {
  const place = { cwd: process.cwd(), environment: process.env }
  const config = await readConfig(CLI_KEYS, place)
  const settled = resolveDiffSettings(
    { ...view, all: true },
    ["nbdiff"],
    config,
    process.env,
    standardTerminal(),
  )
  const answers: Answers | undefined = isInteractive() ? undefined : pipedAnswers()
  let isOver = false
  return async (job) => {
    if (isOver) return takenBy([])
    const questions = selection === undefined ? job.questions : chosenQuestions(job, selection)
    const talk = await talkAbout(job, answers, settled.view, place)
    process.stdout.write(`${job.name}\n`)
    const { taken, quits } = await walkQuestions(
      job.diff,
      questions,
      { verb: capitalized(WORDS.pick.verb), canEdit: true },
      talk,
    )
    isOver = quits
    return taken
  }
}

function written(
  { name, change }: SelectJob,
  bytes: Uint8Array | undefined,
  { output }: SelectOptions,
  directory: string | undefined,
): ExitCode | undefined {
  try {
    if (directory !== undefined) writeInto(join(directory, change.path), bytes)
    else if (output === undefined || output === "-") process.stdout.write(bytes ?? "")
    else replaceFile(output, bytes ?? "")
    return undefined
  } catch (error) {
    return trouble(`${name}: could not write: ${systemReason(error)}`)
  }
}

function writeInto(file: string, bytes: Uint8Array | undefined): void {
  if (bytes === undefined) {
    rmSync(file, { force: true })
    return
  }
  mkdirSync(dirname(file), { recursive: true })
  replaceFile(file, bytes)
}
