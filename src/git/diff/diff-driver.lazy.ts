import { diffVersions } from "../../diff/diff-notebooks.js"
import type { NotebookDiff } from "../../diff/model/notebook-diff.js"
import { imageComparison } from "../../node/images/image-comparison.js"
import { readInput } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { sameMemory } from "../../node/same-memory.js"
import { complain, writeOut, writesToTerminal } from "../../node/standard-output.js"
import type { RuleSet } from "../../normalize/rules/rule-set.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"
import { type Notebook, parseVersion } from "../../notebook/model.js"
import { NO_PALETTE } from "../../render/ink/palette.js"
import { safeText } from "../../render/ink/safe-text.js"
import { plainLines } from "../../render/plain.js"
import { terminalLines } from "../../render/terminal.js"
import type { FileNames } from "../../render/words/file-names.js"
import { VIEW_DEFAULTS } from "../../render/words/view-options.js"
import type { GitConfig } from "../repository/config.js"
import type { GitPlace } from "../repository/git-process.js"
import { comparisonRules } from "../settings/comparison-rules.js"
import { type DiffSettings, diffSettings, hasFilter } from "../settings/driver-settings.js"
import { fallbackSettings } from "../settings/fallback-settings.js"
import { loadHighlight } from "../settings/highlight-loader.js"
import { type FallbackSettings, isSettingsError } from "../settings/settings-file.js"
import { terminalPalette, terminalWidth } from "../settings/terminal.js"
import { type FilePair, type FileSide, parseDiffArguments } from "./diff-arguments.js"

/** Runs as git's external diff: git passes 7 arguments, 9 on a rename, 1 for an unmerged path. `config` has the
 *  values of `DRIVER_KEYS`. Returns 0 if the diff is written; with anything else, the registered command shows git's
 *  own text diff. */
export async function diffDriver(args: readonly string[], config: Promise<GitConfig>): Promise<number> {
  const request = parseDiffArguments(args)
  if (request === undefined) return complain("driver diff takes git's 7 or 9 arguments, or a path")
  if (request.kind === "unmerged") {
    writeOut(`* Unmerged path ${safeText(request.path)}\n`)
    return 0
  }
  const environment = process.env
  const place = { cwd: process.cwd(), environment }
  const { pair } = request
  const diff = await comparePair(pair, config, place)
  if (typeof diff === "string") return complain(diff)
  const isTerminal = await writesToTerminal()
  const settings = diffSettings(await config, environment, isTerminal)
  const comparePixels = await imageComparison(diff)
  const { context, outputs } = settings
  const options = { ...VIEW_DEFAULTS, context, outputs, comparePixels }
  const terminal = {
    ...options,
    width: terminalWidth(environment, isTerminal ? process.stdout.columns : undefined),
    palette: settings.color ? terminalPalette(settings.colors, await config, environment) : NO_PALETTE,
    highlight: await highlighter(settings),
  }
  if (settings.sideBySide) {
    const { sideBySideLines } = await import("./side-by-side.lazy.js")
    return writeLines(sideBySideLines(diff, namesOf(pair), terminal))
  }
  return writeLines(
    settings.color ? terminalLines(diff, namesOf(pair), terminal) : plainLines(diff, namesOf(pair), options),
  )
}

/** Returns the diff, or one line that says why there is none. Reads the notebooks while git reads its config. */
async function comparePair(
  pair: FilePair,
  config: Promise<GitConfig>,
  place: GitPlace,
): Promise<NotebookDiff | string> {
  try {
    const first = readSide(pair.before, pair.oldPath, undefined)
    const read = { before: first, after: readSide(pair.after, pair.path, first?.notebook) }
    const fallback = fallbackSettings(place, complain)
    const rules = await rulesFor(place.cwd, await config, pair.path, fallback)
    const warn = rules === undefined ? () => undefined : complain
    const isStored = !hasFilter(await config) && !isUnreadable(read.before) && !isUnreadable(read.after)
    const { before, after } = isStored ? read : await storedPair(pair, read, place, warn, fallback)
    const diff = diffVersions(notebookOf(before), notebookOf(after), rules)
    return diff ?? `${quotedPath(pair.path)}: on neither side`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Returns the rules by the settings at the worktree's top, where git runs a driver. A mistake in them is reported;
 *  the result is then undefined, and the diff is shown anyway. */
async function rulesFor(
  top: string,
  config: GitConfig,
  path: string,
  fallback: FallbackSettings,
): Promise<RuleSet | undefined> {
  try {
    return (await comparisonRules(top, config, fallback))(path)
  } catch (error) {
    if (!isSettingsError(error)) throw error
    complain(`${error.message}; showing with the defaults`)
    return undefined
  }
}

interface ReadSide {
  readonly bytes: Uint8Array
  /** What is wrong, in one line, with bytes that are not a notebook: git may store others than the worktree has. */
  readonly notebook: Notebook | undefined
  readonly problem?: string
}

interface ReadPair {
  readonly before: ReadSide | undefined
  readonly after: ReadSide | undefined
}

/** @throws Error whose message is one line that names the file and the place. */
function readSide(side: FileSide, path: string, like: Notebook | undefined): ReadSide | undefined {
  if (side.kind === "absent") return undefined
  const input = readInput(side.file, path)
  if (input.kind === "trouble") throw new Error(input.message)
  return parsed(input.bytes, path, like)
}

function parsed(bytes: Uint8Array, path: string, like: Notebook | undefined): ReadSide {
  try {
    return { bytes, notebook: parseVersion(bytes, like, sameMemory) }
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error
    return { bytes, notebook: undefined, problem: `${quotedPath(path)}: ${error.message}` }
  }
}

function isUnreadable(side: ReadSide | undefined): boolean {
  return side?.problem !== undefined
}

/** @throws Error whose message is one line that names the file and the place. */
function notebookOf(side: ReadSide | undefined): Notebook | undefined {
  if (side?.problem !== undefined) throw new Error(side.problem)
  return side?.notebook
}

/** Returns the pair as git stores it: git passes a worktree's file without running its clean filter. */
async function storedPair(
  pair: FilePair,
  read: ReadPair,
  place: GitPlace,
  warn: (message: string) => void,
  fallback: FallbackSettings,
): Promise<ReadPair> {
  const { storedSides } = await import("./stored-sides.lazy.js")
  const bytes = { before: read.before?.bytes, after: read.after?.bytes }
  const stored = await storedSides(pair, bytes, place, warn, fallback)
  return {
    before: reread(read.before, stored.before, pair.oldPath),
    after: reread(read.after, stored.after, pair.path),
  }
}

function reread(
  read: ReadSide | undefined,
  bytes: Uint8Array | undefined,
  path: string,
): ReadSide | undefined {
  return bytes === undefined || bytes === read?.bytes ? read : parsed(bytes, path, undefined)
}

function namesOf({ path, oldPath, before, after, similarity }: FilePair): FileNames {
  const renamed = similarity?.kind ?? "modified"
  return {
    path,
    oldPath,
    status: before.kind === "absent" ? "added" : after.kind === "absent" ? "deleted" : renamed,
    oldMode: before.kind === "present" ? before.mode : undefined,
    newMode: after.kind === "present" ? after.mode : undefined,
  }
}

async function highlighter({ color }: DiffSettings) {
  return color ? loadHighlight() : undefined
}

/** Sets how many characters are gathered before they are written: a system call for each line would cost more than
 *  the diff. */
const WRITE_SIZE = 1 << 16

function writeLines(lines: Iterable<string>): number {
  let text = ""
  for (const line of lines) {
    text += line
    if (text.length < WRITE_SIZE) continue
    if (!writeOut(text)) return 0
    text = ""
  }
  writeOut(text)
  return 0
}
