import type { Command, OptionValues } from "commander"
import { type ConflictedFile, writeConflictedFile } from "../../git/merge/conflicted-file.js"
import {
  isStagedMarked,
  isStagedOtherwise,
  type MarkedNotebook,
  markedNotebooks,
} from "../../git/merge/marked-notebooks.js"
import { unmergedNotebooks } from "../../git/notebooks/index-stages.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import { worktreeTop } from "../../git/repository/worktree.js"
import { pathFromTop } from "../../git/settings/comparison-rules.js"
import { type PolicyFor, readPolicies } from "../../git/settings/merge-settings.js"
import { isSettingsError } from "../../git/settings/settings-file.js"
import { conflictsIn, type RecordedConflict } from "../../merge/resolve/recorded-conflicts.js"
import { type ConflictedNotebook, canResolveHere, resolveNotebook } from "../../merge/resolve/resolve.js"
import type { Choices } from "../../merge/resolve/resolve-marks.js"
import type { Resolution } from "../../merge/text/line-merge.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { parseNotebook } from "../../notebook/model.js"
import { safeJson } from "../../render/words/json-text.js"
import { defineWebOptions, parseWebOptions, type WebOptions } from "../page/web-options.js"
import { addFile } from "../resolve/add-file.js"
import { conflictKind, conflictLine } from "../resolve/conflict-lines.js"
import { isInteractive, terminalTalk } from "../resolve/prompt.js"
import { type OpenedTarget, openTarget, type Target, targetsOf } from "../resolve/resolve-target.js"
import { walkConflicts } from "../resolve/resolve-walk.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, gitTrouble, trouble } from "../terminal/exit-code.js"
import { herePlace } from "../terminal/place.js"

export { runMergetool } from "../resolve/mergetool.js"

export function define(command: Command): Command {
  const resolving = command
    .description(
      "Resolves the conflicts that a merge left in notebooks. On a terminal, asks about one after the other.",
    )
    .argument("[paths...]", "files and directories (every notebook that is in conflict in git's index)")
    .option("--list", "only list the conflicts")
    .option("--json", "print one JSON object")
    .option("--ours", "resolve with ours; keeps what merged cleanly; outputs follow their source")
    .option("--theirs", "resolve with theirs")
    .option("--union", "resolve with both, ours first")
    .option("--base", "resolve with the base: what both sides started from")
    .option("--cell <cell>", "only in this cell: its position from 1, or its id")
    .option("--add", "git add each notebook that has no conflicts left")
  return defineWebOptions(
    resolving,
    "resolve them on a page in the browser, one file after the other",
  ).addHelpText("after", "\nExit code: 0 if no conflicts are left, 1 if some are, 2 on an error.")
}

export async function run({ operands, options }: CommandCall): Promise<ExitCode> {
  const asked = parseOptions(options)
  if (typeof asked === "string") return trouble(asked)
  const place = { cwd: process.cwd(), environment: process.env }
  try {
    const top = await worktreeTop(place)
    const policies = await readPolicies(top, place)
    const policyFor = (file: string) => policies(pathFromTop(top, place.cwd, file))
    const targets = targetsOf(operands, await unmergedNotebooks(top, operands, place), place)
    if (targets.length === 0 && top === undefined) await herePlace().git("rev-parse", "--show-toplevel")
    if (targets.length === 0 && !asked.json) return reportMarked(await markedNotebooks(top, operands, place))
    return await resolveAll(targets, asked, policyFor, place)
  } catch (error) {
    return trouble(isSettingsError(error) ? error.message : systemReason(error))
  }
}

interface ResolveOptions {
  readonly web: WebOptions | undefined
  readonly list: boolean
  readonly json: boolean
  readonly resolution: Resolution | undefined
  readonly cell: string | undefined
  readonly add: boolean
}

function parseOptions(options: OptionValues): ResolveOptions | string {
  const named = (["ours", "theirs", "union", "base"] as const).filter((side) => options[side] === true)
  if (named.length > 1) return "only one of --ours, --theirs, --union and --base can be given"
  const json = options.json === true
  const list = options.list === true || json
  if (list && named.length > 0) return `--list resolves nothing and cannot go with --${named[0]}`
  const web = parseWebOptions(options)
  if (typeof web === "string") return web
  const other = list ? "list" : (named[0] ?? (options.cell === undefined ? undefined : "cell"))
  if (web !== undefined && other !== undefined) return `--web cannot be used with --${other}`
  return { web, list, json, resolution: named[0], cell: options.cell, add: options.add === true }
}

/** Only lists these notebooks: their markers may be text, as in a notebook about merging. */
function reportMarked(notebooks: readonly MarkedNotebook[]): ExitCode {
  if (notebooks.length === 0)
    process.stdout.write("no notebooks in conflict; name a file to check it anyway\n")
  for (const { name, in: where } of notebooks) {
    const shown = quotedPath(name)
    const advice =
      where === "worktree"
        ? `conflicts are marked in it: "nbdiff resolve ${shown}" resolves them`
        : `its staged version has marked conflicts, the file has none: git add ${shown}`
    process.stdout.write(`${shown}: ${advice}\n`)
  }
  return notebooks.length > 0 ? Exit.difference : Exit.ok
}

interface ListedFile {
  readonly name: string
  readonly file: ConflictedFile
}

async function resolveAll(
  targets: readonly Target[],
  options: ResolveOptions,
  policyFor: PolicyFor,
  place: GitPlace,
): Promise<ExitCode> {
  let code: ExitCode = Exit.ok
  const listed: ListedFile[] = []
  for (const target of targets) {
    const opened = await openTarget(target, policyFor(target.file), place)
    if (opened.kind === "trouble") {
      code = trouble(`${quotedPath(target.name)}: ${opened.message}`)
      continue
    }
    if (opened.kind === "one-sided") {
      process.stdout.write(`${quotedPath(target.name)}: ${opened.message}\n`)
      code = worse(code, Exit.difference)
      continue
    }
    if (options.json) listed.push({ name: target.name, file: opened.file })
    if (options.web !== undefined && opened.file.conflicted.conflicts.length > 0) {
      const open = () => openTarget(target, policyFor(target.file), place)
      const ended = await resolveInBrowser(target, opened.file, open, { ...options, web: options.web }, place)
      code = worse(code, ended.code)
      if (ended.isInterrupted) break
      continue
    }
    const own = options.list
      ? listConflicts(target, opened.file, options)
      : await resolveOne(target, opened.file, options, place)
    code = worse(code, own)
  }
  if (code === Exit.difference && isAskedNowhere(options)) process.stdout.write(TWO_WAYS)
  if (options.json) process.stdout.write(listJson(listed, options.cell))
  return code
}

/** Returns whether nothing was chosen for want of a terminal. */
function isAskedNowhere({ list, resolution, web }: ResolveOptions): boolean {
  return !list && resolution === undefined && web === undefined && !isInteractive()
}

const TWO_WAYS = `  "nbdiff resolve" on a terminal asks about each, "nbdiff resolve --web" shows them in a browser
`

interface InBrowser {
  readonly code: ExitCode
  readonly isInterrupted: boolean
}

async function resolveInBrowser(
  { name, unmerged }: Target,
  file: ConflictedFile,
  open: () => Promise<OpenedTarget>,
  options: ResolveOptions & { readonly web: WebOptions },
  place: GitPlace,
): Promise<InBrowser> {
  const { reportOutcome, serveMerge } = await import("../resolve/merge-web.lazy.js")
  const reopen = async (): Promise<ConflictedFile | string> => {
    const opened = await open()
    return opened.kind === "open" ? opened.file : opened.message
  }
  const isWaiting = unmerged !== undefined || (await isStagedOtherwise(file.file, place))
  const ended = await serveMerge({ name, file, reopen, mayAdd: isWaiting, web: options.web }, place)
  if (ended.kind === "trouble") return { code: ended.code, isInterrupted: true }
  const { outcome, isInterrupted } = ended
  const code = reportOutcome(name, outcome)
  if (outcome.kind !== "resolved" || outcome.isAdded || !isWaiting) return { code, isInterrupted }
  return { code: await addOrAdvise(quotedPath(name), file, options, place), isInterrupted }
}

function worse(code: ExitCode, other: ExitCode): ExitCode {
  return code > other ? code : other
}

/** Lists the unresolved conflicts; returns 1 if there are any. */
function listConflicts(
  { name }: Target,
  { conflicted, isRebuilt }: ConflictedFile,
  { json, cell }: ResolveOptions,
): ExitCode {
  const conflicts = conflicted.conflicts.filter((conflict) => isIn(conflict, cell, conflicted))
  if (!json) {
    reportIfNone(quotedPath(name), conflicted, { cell })
    for (const conflict of conflicts)
      process.stdout.write(`${quotedPath(name)}: ${conflictLine(conflict, conflicted.notebook)}\n`)
  }
  const isOnlyText = isRebuilt && conflicted.conflicts.length === 0
  if (isOnlyText && !json)
    process.stdout.write(
      `${quotedPath(name)}: ${ONLY_TEXT}: "nbdiff resolve ${quotedPath(name)}" writes it again\n`,
    )
  return conflicts.length > 0 || isOnlyText ? Exit.difference : Exit.ok
}

/** Describes a file that git merged by line: it holds markers, but by cell there is no conflict, as when only
 *  outputs differ. */
const ONLY_TEXT = "git's text markers are in it, but nothing is in conflict"

/** The form of this object; it grows by new fields alone. */
const JSON_VERSION = 1

function listJson(files: readonly ListedFile[], cell?: string): string {
  const list = files.map(({ name, file: { conflicted, isRebuilt } }) => ({
    path: name,
    textMarkers: isRebuilt,
    conflicts: conflicted.conflicts
      .filter((conflict) => isIn(conflict, cell, conflicted))
      .map((conflict) => ({
        cell: conflict.cell ?? null,
        id: (conflict.cell === undefined ? undefined : conflicted.notebook.cells[conflict.cell]?.id) ?? null,
        kind: conflict.kind,
        what: conflictKind(conflict),
      })),
  }))
  return `${safeJson(JSON.stringify({ version: JSON_VERSION, files: list }, undefined, 2))}\n`
}

/** Returns whether the conflict is in the cell that was asked for, by its position from 1 or its id. */
function isIn(
  { cell }: RecordedConflict,
  asked: string | undefined,
  { notebook }: ConflictedNotebook,
): boolean {
  if (asked === undefined) return true
  return cell !== undefined && (String(cell + 1) === asked || notebook.cells[cell]?.id === asked)
}

/** Reports that the named cell has no conflict: it may be the wrong cell. */
function reportIfNone(
  name: string,
  conflicted: ConflictedNotebook,
  { cell }: Pick<ResolveOptions, "cell">,
): void {
  if (cell === undefined || conflicted.conflicts.some((conflict) => isIn(conflict, cell, conflicted))) return
  process.stdout.write(`${name}: cell ${quotedPath(cell)}: no conflicts left\n`)
}

/** Resolves and reports what is chosen in one file; returns 1 if a conflict is left. */
async function resolveOne(
  { name, unmerged }: Target,
  file: ConflictedFile,
  options: ResolveOptions,
  place: GitPlace,
): Promise<ExitCode> {
  const { conflicted } = file
  const shown = quotedPath(name)
  reportIfNone(shown, conflicted, options)
  const choices = await choicesFor(shown, conflicted, options, place)
  const bytes = resolveNotebook(conflicted, choices)
  const isWritten = choices.size > 0 || file.isRebuilt
  const problem = isWritten ? writeConflictedFile(file, bytes) : undefined
  if (problem !== undefined) return trouble(`${shown}: ${problem}`)
  const merged = parseNotebook(bytes)
  const left = conflictsIn(merged, conflicted.textLines)
  for (const [conflict, choice] of choices) {
    const what =
      typeof choice === "string" ? `resolved for ${choice === "union" ? "both" : choice}` : "edited"
    process.stdout.write(`${shown}: ${conflictLine(conflict, conflicted.notebook)}: ${what}\n`)
  }
  for (const conflict of left)
    process.stdout.write(`${shown}: ${conflictLine(conflict, merged)}: still unresolved\n`)
  if (isBaseMissed(file, choices, options))
    process.stdout.write(`${shown}: its markers hold no base, which --base needs\n`)
  if (left.length > 0) return Exit.difference
  reportNoneLeft(shown, file)
  const isWaiting =
    unmerged !== undefined || (await (isWritten ? isStagedOtherwise : isStagedMarked)(file.file, place))
  return options.add || isWaiting ? addOrAdvise(shown, file, options, place) : Exit.ok
}

/** Returns whether a conflict is left because its base is unknown. (Two runs of cells are left for another reason:
 *  their ends are unknown.) */
function isBaseMissed(
  { conflicted, isRebuilt }: ConflictedFile,
  choices: Choices,
  { resolution, cell }: ResolveOptions,
): boolean {
  if (resolution !== "base") return false
  const unresolved = conflicted.conflicts.filter(
    (conflict) => isIn(conflict, cell, conflicted) && !choices.has(conflict),
  )
  return unresolved.some(({ kind }) => kind === "source" || isRebuilt)
}

async function choicesFor(
  name: string,
  conflicted: ConflictedNotebook,
  { resolution, cell }: ResolveOptions,
  place: GitPlace,
): Promise<Choices> {
  const asked = conflicted.conflicts.filter((conflict) => isIn(conflict, cell, conflicted))
  if (resolution !== undefined) {
    const able = asked.filter((conflict) => canResolveHere(conflicted, conflict, resolution))
    return new Map(able.map((conflict) => [conflict, resolution]))
  }
  if (!isInteractive() || asked.length === 0) return new Map()
  return walkConflicts(name, { ...conflicted, conflicts: asked }, terminalTalk(place))
}

function reportNoneLeft(name: string, { isSide, conflicted }: ConflictedFile): void {
  const whole =
    isSide !== undefined && conflicted.conflicts.length === 0 ? `; it is ${isSide} as a whole` : ""
  process.stdout.write(`${name}: no conflicts left${whole}\n`)
}

/** Adds the file if that is wanted, or prints the command for it. */
async function addOrAdvise(
  name: string,
  { file }: ConflictedFile,
  { add }: ResolveOptions,
  place: GitPlace,
): Promise<ExitCode> {
  const isWanted = add || (isInteractive() && (await isAgreed(`git add ${name}? [Y/n] `, place)))
  if (!isWanted) {
    process.stdout.write(`  git add ${name}\n`)
    return Exit.ok
  }
  const { status, message } = await addFile(file, place)
  if (status !== 0) return gitTrouble(message)
  process.stdout.write(`${name}: added\n`)
  return Exit.ok
}

async function isAgreed(question: string, place: GitPlace): Promise<boolean> {
  const answer = await terminalTalk(place).ask(question)
  return answer !== undefined && /^(y|yes|)$/i.test(answer.trim())
}
