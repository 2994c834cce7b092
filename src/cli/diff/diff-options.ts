import type { Command, OptionValues } from "commander"
import { ASPECTS, type Aspect, type DiffFilter } from "../../diff/filter.js"
import type { IgnoredSpace } from "../../diff/text/white-space.js"
import { DETAILS, type Detail } from "../../render/words/view-options.js"
import { defineWebOptions, parseWebOptions, type WebOptions } from "../page/web-options.js"
import { type HtmlOptions, parseSize, UNCHANGED_CHOICES } from "./html-options.js"

/** Holds what a diff's options ask for; a field is undefined where git's config or the terminal decides. */
export interface DiffOptions {
  readonly format: DiffFormat
  readonly filter: DiffFilter
  readonly context: number | undefined
  readonly outputs: Detail | undefined
  readonly metadata: Detail | undefined
  readonly all: boolean
  readonly sideBySide: boolean
  readonly color: ColorChoice | undefined
  readonly pager: boolean
  /** Whether the exit code reports a difference. */
  readonly exitCode: boolean
  readonly noIndex: boolean
  /** Whether a named file that is not a notebook is shown as git shows it. */
  readonly showsText: boolean
  /** The file to write instead of standard output. */
  readonly output: string | undefined
  /** What only a page needs. */
  readonly html: HtmlOptions
  /** Undefined unless `--web` is given. */
  readonly web: WebOptions | undefined
  /** Names to show instead of the files' own: none, one for both, or one for each. */
  readonly labels: readonly string[]
  /** End listed paths with NUL instead of quoting them. */
  readonly nulEnds: boolean
  readonly reverse: boolean
  /** Options of `git diff` that choose and pair files. */
  readonly fileOptions: readonly string[]
  /** Options of `git diff` for showing files that are not notebooks. */
  readonly textOptions: readonly string[]
}

const FORMATS = ["text", "markdown", "html", "json", "nbdime"] as const
const LISTS = ["stat", "name-only", "name-status", "quiet"] as const

/** `quiet` shows nothing. */
type DiffFormat = (typeof FORMATS)[number] | (typeof LISTS)[number]

const COLOR_CHOICES = ["always", "never", "auto"] as const

export type ColorChoice = (typeof COLOR_CHOICES)[number]

export function defineDiffOptions(command: Command): Command {
  return defineWebOptions(defineViewOptions(command))
}

function defineViewOptions(command: Command): Command {
  return command
    .optionsGroup("Which notebooks, as git reads it:")
    .option("--cached", "compare what is staged with HEAD or a revision")
    .addOption(command.createOption("--staged").hideHelp())
    .option("--merge-base", "compare with the merge base of the revisions")
    .option("-R", "swap the two sides")
    .option("--diff-filter <letters>", "only added (A), deleted (D), modified (M), … files")
    .option("-M, --find-renames <n>", "follow renames (git does by default)")
    .option("-C, --find-copies <n>", "follow copies too")
    .addOption(command.createOption("--find-copies-harder").hideHelp())
    .option("--no-renames", "do not follow renames")
    .addOption(command.createOption("--base").hideHelp())
    .addOption(command.createOption("--ours").hideHelp())
    .addOption(command.createOption("--theirs").hideHelp())
    .option("--no-index", "compare two files or directories, without asking git about them")
    .addOption(command.createOption("--text").hideHelp())
    .option("--label <name>", "name to show for both files; given twice, one for each", collected)
    .optionsGroup("What counts as a difference:")
    .option("--only <aspects>", `only these, by commas: ${ASPECTS.join(", ")}`, listed)
    .option("--ignore <aspects>", "all but these", listed)
    .option("-w, --ignore-all-space", "ignore white space")
    .option("-b, --ignore-space-change", "ignore changes in the amount of white space")
    .addOption(command.createOption("--ignore-space-at-eol").hideHelp())
    .addOption(command.createOption("--ignore-cr-at-eol").hideHelp())
    .option("--ignore-blank-lines", "ignore blank lines")
    .optionsGroup("What is shown:")
    .option("-U, --unified <n>", "lines of context (3)")
    .option("--outputs <how>", "show, summary or hide (summary; in a page show)")
    .option("--metadata", "show metadata in full")
    .option("--all", "show everything: outputs, metadata, ids, counts, re-run cells")
    .option("--side-by-side", "in two columns")
    .option("--format <format>", `${FORMATS.join(", ")} (text)`)
    .option("--html", "write one self-contained page; the same as --format=html")
    .option("--unchanged <how>", "unchanged cells in a page: fold or drop (fold)")
    .option("--max-size <size>", "size limit of a page (20m) or a comment (60k), or none")
    .option("-o, --output <file>", "write to this file")
    .option("--json", "the same as --format=json")
    .option("--stat", "show one line for each notebook, and a total")
    .option("--name-only", "show only the paths")
    .option("--name-status", "show the paths, each with git's status letter")
    .addOption(command.createOption("-z").hideHelp())
    .option("--color <when>", "always, never or auto")
    .option("--no-color", "the same as --color=never")
    .option("--no-pager", "do not use a pager")
    .option("--exit-code", "exit with 1 if there are differences")
    .option("--quiet", "show nothing, and exit with 1 if there are differences")
}

/** Lists the options whose values git reads only after `=`. */
export const BARE_DIFF_OPTIONS = {
  "--color": "--color=always",
  "-M": "--find-renames=50%",
  "--find-renames": "--find-renames=50%",
  "-C": "--find-copies=50%",
  "--find-copies": "--find-copies=50%",
} as const

/** Returns what the options say, or what is wrong with them. */
export function parseDiffOptions(options: OptionValues): DiffOptions | string {
  const wrong = wrongValue(options)
  if (wrong !== undefined) return wrong
  const all = options.all === true
  const web = parseWebOptions(options)
  if (typeof web === "string") return web
  const format = formatOf(options)
  return {
    format,
    filter: {
      aspects: chosenAspects(options.only, options.ignore),
      lines: { ignoredSpace: ignoredSpace(options), ignoreBlankLines: options.ignoreBlankLines === true },
    },
    context: options.unified === undefined ? undefined : Number(options.unified),
    outputs: options.outputs ?? (all ? "show" : undefined),
    metadata: options.metadata === true || all ? "show" : undefined,
    all,
    sideBySide: options.sideBySide === true,
    color: options.color === false ? "never" : options.color,
    pager: options.pager !== false,
    exitCode: options.exitCode === true || format === "quiet",
    noIndex: options.index === false,
    showsText: options.text === true,
    output: options.output,
    web,
    html: {
      unchanged: options.unchanged,
      maxSize: options.maxSize === undefined ? undefined : parseSize(options.maxSize),
    },
    labels: (options.label ?? []).filter((label: string) => label !== ""),
    nulEnds: options.z === true,
    reverse: options.R === true,
    fileOptions: fileOptions(options),
    textOptions: textOptions(options),
  }
}

function listed(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(",").filter(Boolean)]
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** Uses git's own words. */
function wrongValue(options: OptionValues): string | undefined {
  const { color, unified, outputs, format } = options
  if (typeof color === "string" && !isOneOf(COLOR_CHOICES, color)) {
    return `option 'color' expects "always", "auto", or "never"`
  }
  if (unified !== undefined && !/^\d+$/.test(unified)) return `option 'unified' expects a numerical value`
  if (outputs !== undefined && !isOneOf(DETAILS, outputs)) return expects("outputs", DETAILS)
  if (format !== undefined && !isOneOf(FORMATS, format)) return expects("format", FORMATS)
  if (options.unchanged !== undefined && !isOneOf(UNCHANGED_CHOICES, options.unchanged)) {
    return expects("unchanged", UNCHANGED_CHOICES)
  }
  if (options.maxSize !== undefined && parseSize(options.maxSize) === undefined) {
    return `option 'max-size' expects a size like "20m" or "none"`
  }
  if (options.label?.length > 2) return "option 'label' names two files at most"
  const strange = [...(options.only ?? []), ...(options.ignore ?? [])].find((word) => !isOneOf(ASPECTS, word))
  if (strange !== undefined) return `'${strange}' is none of ${ASPECTS.join(", ")}`
  const views = options.web === true ? viewsBesideWeb(options) : viewsOf(options)
  return views.length > 1
    ? `options ${views.map((view) => `'--${view}'`).join(" and ")} cannot be used together`
    : undefined
}

function expects(option: string, values: readonly string[]): string {
  return `option '${option}' expects ${values.map((value) => `"${value}"`).join(", ")}`
}

function isOneOf<T extends string>(values: readonly T[], value: string): value is T {
  return values.some((one) => one === value)
}

/** Returns the options that cannot go with `--web`: a page is served or written, not both. */
function viewsBesideWeb(options: OptionValues): readonly string[] {
  const written = { output: options.output !== undefined, quiet: options.quiet === true }
  const named = Object.entries(written).flatMap(([name, isAsked]) => (isAsked ? [name] : []))
  return [...viewsOf(options), ...named, "web"]
}

/** Returns the formats that were asked for; `--quiet` overrides any other. */
function viewsOf(options: OptionValues): readonly DiffFormat[] {
  const named: readonly DiffFormat[] = options.format === undefined ? [] : [options.format]
  const asked = [
    ...(options.stat ? (["stat"] as const) : []),
    ...(options.nameOnly ? (["name-only"] as const) : []),
    ...(options.nameStatus ? (["name-status"] as const) : []),
    ...(options.html ? (["html"] as const) : []),
    ...(options.json ? (["json"] as const) : []),
  ]
  return [...new Set([...named, ...asked])]
}

function formatOf(options: OptionValues): DiffFormat {
  if (options.quiet === true) return "quiet"
  return options.web === true ? "html" : (viewsOf(options)[0] ?? "text")
}

function chosenAspects(
  only: readonly Aspect[] = ASPECTS,
  ignored: readonly Aspect[] = [],
): ReadonlySet<Aspect> {
  return new Set(only.filter((aspect) => !ignored.includes(aspect)))
}

function ignoredSpace(options: OptionValues): IgnoredSpace {
  if (options.ignoreAllSpace) return "all-space"
  if (options.ignoreSpaceChange) return "space-change"
  if (options.ignoreSpaceAtEol) return "space-at-eol"
  return options.ignoreCrAtEol ? "cr-at-eol" : "none"
}

function fileOptions(options: OptionValues): readonly string[] {
  const flags = {
    "--cached": options.cached || options.staged,
    "--merge-base": options.mergeBase,
    "-R": options.R,
    "--find-copies-harder": options.findCopiesHarder,
    "--no-renames": options.renames === false,
    "--base": options.base,
    "--ours": options.ours,
    "--theirs": options.theirs,
  }
  return [
    ...Object.entries(flags).flatMap(([flag, isSet]) => (isSet ? [flag] : [])),
    ...(options.findRenames === undefined ? [] : [`--find-renames=${options.findRenames}`]),
    ...(options.findCopies === undefined ? [] : [`--find-copies=${options.findCopies}`]),
    ...(options.diffFilter === undefined ? [] : [`--diff-filter=${options.diffFilter}`]),
  ]
}

function textOptions(options: OptionValues): readonly string[] {
  const flags = {
    "--ignore-all-space": options.ignoreAllSpace,
    "--ignore-space-change": options.ignoreSpaceChange,
    "--ignore-space-at-eol": options.ignoreSpaceAtEol,
    "--ignore-cr-at-eol": options.ignoreCrAtEol,
    "--ignore-blank-lines": options.ignoreBlankLines,
  }
  return [
    ...Object.entries(flags).flatMap(([flag, isSet]) => (isSet ? [flag] : [])),
    ...(options.unified === undefined ? [] : [`--unified=${options.unified}`]),
  ]
}
