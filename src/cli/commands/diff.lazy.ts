import type { Command } from "commander"
import { filterDiff } from "../../diff/filter.js"
import { type GitConfig, readConfig } from "../../git/repository/config.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import type { RulesFor } from "../../git/settings/comparison-rules.js"
import { loadHighlight } from "../../git/settings/highlight-loader.js"
import type { ReviewEntry } from "../../html/review-options.js"
import { imageComparison } from "../../node/images/image-comparison.js"
import { isNotebookName } from "../../node/notebook-name.js"
import {
  BARE_DIFF_OPTIONS,
  type DiffOptions,
  defineDiffOptions,
  parseDiffOptions,
} from "../diff/diff-options.js"
import { CLI_KEYS, type DiffSettings, resolveDiffSettings, standardTerminal } from "../diff/diff-settings.js"
import { type FoundNotebooks, findNotebooks } from "../diff/found-notebooks.js"
import { rulesOfFound } from "../diff/found-rules.js"
import { commentLimit } from "../diff/html-options.js"
import { htmlSettings, versionNames } from "../diff/html-settings.js"
import { comparePair, type NotebookPair } from "../diff/notebook-pair.js"
import type { RangeEntry } from "../diff/range-pairs.js"
import type { WebOptions } from "../page/web-options.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, gitTrouble, trouble, warn } from "../terminal/exit-code.js"
import { fileOutput, openOutput } from "../terminal/output.js"
import { type DiffView, differs, plainView, statView, terminalView } from "../views/diff-view.js"
import { entryView } from "../views/entry-view.js"
import { namesView, SILENT_VIEW } from "../views/names-view.js"

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
  if (options.web !== undefined) return serve(options.web, call, options, await config, place)
  const found = await findNotebooks(call, options, config, place)
  if (found.kind === "trouble") return gitTrouble(found.words, call.nearCommand)
  const terminal = standardTerminal()
  if (options.format === "html" && options.output === undefined && terminal.isTerminal) {
    return trouble(
      "a page cannot be shown in a terminal: write it to a file (-o), or open it in a browser (--web)",
    )
  }
  const settings = resolveDiffSettings(options, ["nbdiff", "diff"], await config, process.env, {
    ...terminal,
    isTerminal: terminal.isTerminal && options.output === undefined,
  })
  const rulesFor = await rulesOfFound(found, await config, place)
  const view = await chooseView(options, settings, found, await config)
  return show(found, view, rulesFor, options, settings)
}

/** Serves the diff as a page that is updated when the notebooks change. */
async function serve(
  web: WebOptions,
  call: CommandCall,
  options: DiffOptions,
  config: GitConfig,
  place: GitPlace,
): Promise<ExitCode> {
  if (call.operands.includes("-")) return trouble("standard input can be read only once: name a file")
  const { serveReview } = await import("../web/web.lazy.js")
  const settings = resolveDiffSettings(options, ["nbdiff"], config, process.env, standardTerminal())
  const { context, metadata, all } = settings.view
  const { maxSize, ...html } = htmlSettings(options, config)
  return serveReview({
    web,
    view: { context, metadata, all, ...html },
    maxSize,
    exitCode: options.exitCode,
    place,
    find: () => findNotebooks(call, options, Promise.resolve(config), place),
    async comparer(found) {
      const rulesFor = await rulesOfFound(found, config, place)
      return async (entry) => {
        let different: ReviewEntry | undefined
        const view = entryView((made) => {
          different = made
        })
        const shown = await showEntry(entry, view, rulesFor, options, found.strict)
        if (shown.kind === "trouble") return shown
        return different === undefined ? { kind: "same" } : { kind: "different", entry: different }
      }
    },
  })
}

async function chooseView(
  options: DiffOptions,
  { view, color, sideBySide }: DiffSettings,
  { strict, source }: FoundNotebooks,
  config: GitConfig,
): Promise<DiffView> {
  switch (options.format) {
    case "text": {
      if (!color) return sideBySide ? terminalView(view, true) : plainView(view)
      return terminalView({ ...view, highlight: await loadHighlight() }, sideBySide)
    }
    case "markdown": {
      const { markdownView } = await import("../views/markdown-view.lazy.js")
      return markdownView(view, commentLimit(options))
    }
    case "html": {
      const { htmlView } = await import("../views/html-view.lazy.js")
      const { maxSize, ...settings } = htmlSettings(options, config)
      const versions = source.kind === "range" ? versionNames(source.query) : undefined
      const { context, metadata, all } = view
      return htmlView({ context, metadata, all, ...settings, versions, addresses: undefined }, { maxSize })
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
      const { nbdimeFormat, ownFormat, pairJsonView, rangeJsonView } = await import(
        "../views/json-view.lazy.js"
      )
      const format = options.format === "json" ? ownFormat : nbdimeFormat
      return strict ? pairJsonView(format) : rangeJsonView(format)
    }
  }
}

async function show(
  { entries, strict }: FoundNotebooks,
  view: DiffView,
  rulesFor: RulesFor,
  options: DiffOptions,
  settings: DiffSettings,
): Promise<ExitCode> {
  const output =
    options.output === undefined ? openOutput(settings.pager, process.env) : fileOutput(options.output)
  let different = false
  let unread = false
  let open = true
  for await (const entry of entries) {
    const shown = await showEntry(entry, view, rulesFor, options, strict)
    if (shown.kind === "trouble") return trouble(shown.message)
    different ||= shown.different
    unread ||= shown.unread === true
    open = await output.write(shown.text)
    if (!open || (different && options.format === "quiet")) break
  }
  if (open) await output.write(view.end())
  const code = different && options.exitCode ? Exit.difference : Exit.ok
  return (await output.close()) ?? (unread ? Exit.trouble : code)
}

type Shown =
  | {
      readonly kind: "shown"
      readonly different: boolean
      readonly text: Iterable<string>
      /** A version of the file could not be read, as was reported. */
      readonly unread?: boolean
    }
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
  if (comparison.kind === "unread") {
    if (strict) return { kind: "trouble", message: comparison.message }
    trouble(comparison.message)
    return { kind: "shown", different: true, text: view.text(pair, ""), unread: true }
  }
  const { warning } = comparison
  if (strict) return { kind: "trouble", message: warning ?? "not two files" }
  const isExpected = options.showsText && !isNotebookName(pair.names.path)
  if (warning !== undefined && !isExpected) warn(warning)
  const patch = await pair.textDiff([...options.textOptions, "--no-color"])
  return { kind: "shown", different: true, text: view.text(pair, patch) }
}
