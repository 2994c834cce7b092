import type { Command, OptionValues } from "commander"
import { ASPECTS, type Aspect, type DiffFilter } from "../../diff/filter.js"
import type { IgnoredSpace } from "../../diff/text/white-space.js"
import { DETAILS, type Detail } from "../../render/words/view-options.js"
import { type HtmlOptions, parseSize, UNCHANGED_CHOICES } from "./html-options.js"
import { defineWebOptions, parseWebOptions, type WebOptions } from "./web-options.js"

/** What a diff's options ask for; undefined where git's config or the terminal decides. */
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
  /** Whether the exit code tells of a difference. */
  readonly exitCode: boolean
  readonly noIndex: boolean
  /** Whether a named file that is not a notebook is shown as git shows it. */
  readonly showsText: boolean
  /** The file that is written instead of standard output. */
  readonly output: string | undefined
  /** What only a page asks. */
  readonly html: HtmlOptions
  /** Undefined where nothing is served. */
  readonly web: WebOptions | undefined
  /** What two files are called instead of by their names: none, one for both, or one each. */
  readonly labels: readonly string[]
  /** Listed paths are ended by NUL, and not quoted. */
  readonly nulEnds: boolean
  readonly reverse: boolean
  /** Options of `git diff` for choosing and pairing files. */
  readonly fileOptions: readonly string[]
  /** Options of `git diff` for what it is to show of a file that is no notebook. */
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
    .option("--cached", "what is staged, against HEAD or a revision")
    .addOption(command.createOption("--staged").hideHelp())
    .option("--merge-base", "against the merge base of the revisions")
    .option("-R", "swap the two sides")
    .option("--diff-filter <letters>", "only added (A), deleted (D), modified (M), … files")
    .option("-M, --find-renames <n>", "follow renames (git does by default)")
    .option("-C, --find-copies <n>", "follow copies too")
    .addOption(command.createOption("--find-copies-harder").hideHelp())
    .option("--no-renames", "follow no rename")
    .addOption(command.createOption("--base").hideHelp())
    .addOption(command.createOption("--ours").hideHelp())
    .addOption(command.createOption("--theirs").hideHelp())
    .option("--no-index", "compare two files or directories, whatever git knows of them")
    .addOption(command.createOption("--text").hideHelp())
    .option("--label <name>", "call two files so; given twice, one each", collected)
    .optionsGroup("What counts as a difference:")
    .option("--only <aspects>", `only these, by commas: ${ASPECTS.join(", ")}`, listed)
    .option("--ignore <aspects>", "all but these", listed)
    .option("-w, --ignore-all-space", "no white space")
    .option("-b, --ignore-space-change", "no change in the amount of white space")
    .addOption(command.createOption("--ignore-space-at-eol").hideHelp())
    .addOption(command.createOption("--ignore-cr-at-eol").hideHelp())
    .option("--ignore-blank-lines", "no blank lines")
    .optionsGroup("What is shown:")
    .option("-U, --unified <n>", "lines of context (3)")
    .option("--outputs <how>", "show, summary or hide (summary; in a page show)")
    .option("--metadata", "metadata in full")
    .option("--all", "everything: outputs, metadata, ids, counts, what was only re-run")
    .option("--side-by-side", "in two columns")
    .option("--format <format>", `${FORMATS.join(", ")} (text)`)
    .option("--html", "one page that holds all it shows, the same as --format=html")
    .option("--unchanged <how>", "unchanged cells in a page: fold or drop (fold)")
    .option("--max-size <size>", "what a page (20m) or a comment (60k) may weigh, or none")
    .option("-o, --output <file>", "write to this file")
    .option("--json", "the same as --format=json")
    .option("--stat", "a line a notebook, and a sum")
    .option("--name-only", "the paths alone")
    .option("--name-status", "the paths, and git's letter for what happened")
    .addOption(command.createOption("-z").hideHelp())
    .option("--color <when>", "always, never or auto")
    .option("--no-color", "the same as --color=never")
    .option("--no-pager", "straight to the terminal")
    .option("--exit-code", "exit with 1 if there are differences")
    .option("--quiet", "show nothing, and exit with 1 if there are differences")
}

/** git takes these values only from behind `=`. */
export const BARE_DIFF_OPTIONS = {
  "--color": "--color=always",
  "-M": "--find-renames=50%",
  "--find-renames": "--find-renames=50%",
  "-C": "--find-copies=50%",
  "--find-copies": "--find-copies=50%",
} as const

/** What the options say, or what is wrong with them. */
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
      ASPECTS: chosenAspects(options.only, options.ignore),
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

/** The words are git's. */
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

/** A page that is served is not written as well. */
function viewsBesideWeb(options: OptionValues): readonly string[] {
  const written = { output: options.output !== undefined, quiet: options.quiet === true }
  const named = Object.entries(written).flatMap(([name, isAsked]) => (isAsked ? [name] : []))
  return [...viewsOf(options), ...named, "web"]
}

/** The formats that were asked for; `--quiet` silences any other. */
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
