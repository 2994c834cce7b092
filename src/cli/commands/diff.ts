import type { Command } from "commander"
import { filterDiff, isEverything } from "../../diff/filter.js"
import { type GitConfig, readConfig } from "../../git/repository/config.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import { ifRepository, openGit } from "../../git/repository/repository.js"
import { changedNotebooks } from "../../git/repository/revisions.js"
import { worktreeTop } from "../../git/repository/worktree.js"
import { comparisonRules, pathFromTop, type RulesFor } from "../../git/settings/comparison-rules.js"
import { isSettingsError } from "../../git/settings/settings-file.js"
import { imageComparison } from "../../node/images/image-comparison.js"
import { DEFAULT_RULES } from "../../normalize/rules/rule-set.js"
import {
  BARE_DIFF_OPTIONS,
  type DiffOptions,
  defineDiffOptions,
  parseDiffOptions,
} from "../diff/diff-options.js"
import { CLI_KEYS, type DiffSettings, settleDiff, standardTerminal } from "../diff/diff-settings.js"
import { type DiffView, differs, plainView, statView, terminalView } from "../diff/diff-view.js"
import { readOperands, readPaths } from "../diff/file-pairs.js"
import { namesView, SILENT_VIEW } from "../diff/names-view.js"
import { comparePair, labeled, type NotebookPair, reversed } from "../diff/notebook-pair.js"
import { listRange, type RangeEntry, readRange } from "../diff/range-pairs.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, gitTrouble, trouble, warn } from "../terminal/exit-code.js"
import { openOutput } from "../terminal/output.js"

export const bareOptions = BARE_DIFF_OPTIONS

export function define(command: Command): Command {
  return defineDiffOptions(command)
    .usage("[options] <before> <after>\n       nbdiff [options] [<revision>...] [--] [<path>...]")
    .description(
      "Shows what changed in notebooks: between two files, or as `git diff` reads revisions and paths.",
    )
    .argument("[operands...]")
}

/** Reads, compares and shows one notebook after the other. */
export async function run(call: CommandCall): Promise<ExitCode> {
  const options = parseDiffOptions(call.options)
  if (typeof options === "string") return trouble(options)
  const place = { cwd: process.cwd(), environment: process.env }
  const config = readConfig(CLI_KEYS, place)
  const found = await findNotebooks(call, options, config, place)
  if (found.kind === "trouble") return found.exit
  const settings = settleDiff(options, ["nbdiff", "diff"], await config, process.env, standardTerminal())
  const rulesFor = await rulesOf(found, await config, place)
  return show(found, await chooseView(options, settings, found.strict), rulesFor, options, settings)
}

/** What is quiet in a notebook, by the name that it is shown under: git's names start at the top. A slip in the
 *  settings is told, and the diff is shown all the same. */
async function rulesOf(
  { range }: Found & { readonly kind: "found" },
  config: GitConfig,
  place: GitPlace,
): Promise<RulesFor> {
  try {
    if (range !== undefined) return await comparisonRules(range.top, config)
    const top = await worktreeTop(place)
    const rulesFor = await comparisonRules(top, config)
    return (name) => rulesFor(pathFromTop(top, place.cwd, name))
  } catch (error) {
    if (!isSettingsError(error)) throw error
    warn(error.message)
    return () => DEFAULT_RULES
  }
}

type Found =
  /** `strict`: the notebooks were named, so that it is trouble if one of them is none. `range`: where git named them,
   *  from the repository's top. */
  | {
      readonly kind: "found"
      readonly strict: boolean
      readonly range?: { readonly top: string | undefined }
      readonly entries: Entries
    }
  | { readonly kind: "trouble"; readonly exit: ExitCode }

type Entries = AsyncIterable<RangeEntry> | Iterable<RangeEntry>

async function findNotebooks(
  { operands, behindDashes }: CommandCall,
  options: DiffOptions,
  config: Promise<GitConfig>,
  place: GitPlace,
): Promise<Found> {
  const [before, after, ...more] = operands
  const areTwo = before !== undefined && after !== undefined && more.length === 0
  if (options.noIndex) {
    if (!areTwo) return { kind: "trouble", exit: trouble("--no-index takes two files or two directories") }
    return foundPaths(before, after, options, place)
  }
  const mayBeFiles = areTwo && options.fileOptions.every((option) => option === "-R")
  if (mayBeFiles && behindDashes === operands.length && !(await isRepository(place))) {
    return foundPaths(before, after, options, place)
  }
  if (mayBeFiles && behindDashes === undefined) {
    const two = await readOperands(before, after, place)
    if (two.kind === "ambiguous") return { kind: "trouble", exit: gitTrouble(two.message) }
    if (two.kind === "no-repository") return foundPaths(before, after, options, place)
    if (two.kind === "pair") return { kind: "found", strict: true, entries: [pairEntry(two.pair, options)] }
  }
  return findRange({ operands, behindDashes }, options, config, place)
}

/** Whether git has one here; without git nobody has. */
async function isRepository(place: GitPlace): Promise<boolean> {
  const found = await ifRepository(() => openGit(place)("rev-parse", "--git-dir"))
  return found !== undefined
}

function foundPaths(before: string, after: string, options: DiffOptions, place: GitPlace): Found {
  const { kind, pairs } = readPaths(before, after, place)
  const named = kind === "files" ? options : { ...options, labels: [] }
  return { kind: "found", strict: kind === "files", entries: pairs.map((pair) => pairEntry(pair, named)) }
}

function pairEntry(pair: NotebookPair, { reverse, labels }: DiffOptions): RangeEntry {
  const named = labeled(pair, labels)
  return { kind: "pair", pair: reverse ? reversed(named) : named }
}

async function findRange(
  { operands, behindDashes }: Pick<CommandCall, "operands" | "behindDashes">,
  options: DiffOptions,
  config: Promise<GitConfig>,
  place: GitPlace,
): Promise<Found> {
  const revisions = operands.length - (behindDashes ?? 0)
  const query = {
    options: options.fileOptions,
    operands: operands.slice(0, revisions),
    paths: behindDashes === undefined ? undefined : operands.slice(revisions),
  }
  const range = await changedNotebooks(query, place)
  if (range.kind === "trouble") return { kind: "trouble", exit: gitTrouble(range.message) }
  process.stderr.write(range.warnings)
  const entries = needsContents(options) ? readRange(range, query, await config, place) : listRange(range)
  return { kind: "found", strict: false, range, entries }
}

/** Whether it takes more than git's list of files to say what differs. */
function needsContents({ format, filter }: DiffOptions): boolean {
  const listed = format === "quiet" || format === "name-only" || format === "name-status"
  return !listed || !isEverything(filter)
}

async function chooseView(
  options: DiffOptions,
  { view, color, sideBySide }: DiffSettings,
  strict: boolean,
): Promise<DiffView> {
  switch (options.format) {
    case "text": {
      if (!color) return sideBySide ? terminalView(view, true) : plainView(view)
      const { highlight } = await import("../../render/ink/highlight.js")
      return terminalView({ ...view, highlight }, sideBySide)
    }
    case "markdown": {
      const { markdownView } = await import("../diff/markdown-view.js")
      return markdownView(view)
    }
    case "stat":
      return statView(view.width, view.palette)
    case "name-only":
    case "name-status":
      return namesView(options.format, options.nulEnds)
    case "quiet":
      return SILENT_VIEW
    case "json":
    case "nbdime": {
      const { nbdimeFormat, ownFormat, pairJsonView, rangeJsonView } = await import("../diff/json-view.js")
      const format = options.format === "json" ? ownFormat : nbdimeFormat
      return strict ? pairJsonView(format) : rangeJsonView(format)
    }
  }
}

async function show(
  { entries, strict }: Found & { readonly kind: "found" },
  view: DiffView,
  rulesFor: RulesFor,
  options: DiffOptions,
  settings: DiffSettings,
): Promise<ExitCode> {
  const output = openOutput(settings.pager, process.env)
  let different = false
  let open = true
  for await (const entry of entries) {
    const shown = await showEntry(entry, view, rulesFor, options, strict)
    if (shown.kind === "trouble") return trouble(shown.message)
    different ||= shown.different
    open = await output.write(shown.text)
    if (!open || (different && options.format === "quiet")) break
  }
  if (open) await output.write(view.end())
  const code = different && options.exitCode ? Exit.difference : Exit.ok
  return (await output.close()) ?? code
}

type Shown =
  | { readonly kind: "shown"; readonly different: boolean; readonly text: Iterable<string> }
  | { readonly kind: "trouble"; readonly message: string }

async function showEntry(
  entry: RangeEntry,
  view: DiffView,
  rulesFor: RulesFor,
  options: DiffOptions,
  strict: boolean,
): Promise<Shown> {
  switch (entry.kind) {
    case "unmerged":
      return { kind: "shown", different: true, text: view.unmerged(entry.path) }
    case "listed":
      return { kind: "shown", different: true, text: view.text(entry.file, "") }
    case "pair":
      return showPair(entry.pair, view, rulesFor, options, strict)
  }
}

async function showPair(
  pair: NotebookPair,
  view: DiffView,
  rulesFor: RulesFor,
  options: DiffOptions,
  strict: boolean,
): Promise<Shown> {
  const comparison = comparePair(pair, rulesFor(pair.names.path))
  if (comparison.kind === "notebooks") {
    const diff = filterDiff(comparison.diff, options.filter)
    const different = differs(pair, diff)
    if (!different && !view.showsEqual) return { kind: "shown", different, text: [] }
    const comparePixels = view.comparesImages === true ? await imageComparison(diff) : undefined
    return { kind: "shown", different, text: view.notebooks(pair, diff, comparePixels) }
  }
  const { warning } = comparison
  if (strict) return { kind: "trouble", message: warning ?? "not two files" }
  if (warning !== undefined) warn(warning)
  const patch = await pair.textDiff([...options.textOptions, "--no-color"])
  return { kind: "shown", different: true, text: view.text(pair, patch) }
}
