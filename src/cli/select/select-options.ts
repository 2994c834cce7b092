import type { Command, OptionValues } from "commander"
import { ASPECTS, type Aspect } from "../../diff/filter.js"
import { type DiffOptions, parseDiffOptions } from "../diff/diff-options.js"

/** What the options ask for. */
export interface SelectOptions {
  readonly patch: boolean
  readonly list: boolean
  readonly json: boolean
  readonly dryRun: boolean
  /** Undefined if no option selects anything. */
  readonly selection: SelectionOptions | undefined
  readonly source: string | undefined
  readonly output: string | undefined
  /** How to show a question. */
  readonly view: DiffOptions
}

export interface SelectionOptions {
  readonly cells: readonly string[] | undefined
  readonly items: readonly string[] | undefined
  readonly only: readonly Aspect[] | undefined
  readonly ignore: readonly Aspect[] | undefined
}

export function defineSelectOptions(command: Command, verb: string): Command {
  return command
    .optionsGroup("What is chosen:")
    .option("-p, --patch", `ask for each cell whether to ${verb} it`)
    .option("--cells <cells>", "these cells: 3, 3-5, an id, or -4 for a deleted one", listed)
    .option("--only <aspects>", `only these: ${ASPECTS.join(", ")}`, listed)
    .option("--ignore <aspects>", "all aspects but these", listed)
    .option("--item <id>", "the item with this id in --list; can be repeated", collected)
    .option("--all", "everything")
    .optionsGroup("What is shown:")
    .option("--list", "list what can be chosen, and change nothing")
    .option("--json", "with --list, as one JSON object")
    .option("-n, --dry-run", "say what would be done, and change nothing")
    .option("-U, --unified <n>", "lines of context (3)")
    .option("--outputs <how>", "show, summary or hide (summary)")
    .option("--color <when>", "always, never or auto")
    .option("--no-color", "the same as --color=never")
}

/** Holds what an option means without a value, which git reads only after `=`. */
export const BARE_SELECT_OPTIONS = { "--color": "--color=always" } as const

/** Returns what the options say, or what is wrong with them in one line. */
export function parseSelectOptions(options: OptionValues): SelectOptions | string {
  const { cells, item, only, ignore, all, patch, list, json } = options
  const view = parseDiffOptions({
    unified: options.unified,
    outputs: options.outputs,
    color: options.color,
    only,
    ignore,
  })
  if (typeof view === "string") return view
  if (json === true && list !== true) return "--json can only be used with --list"
  const isAsked = [cells, item, only, ignore, all].some((value) => value !== undefined)
  return {
    patch: patch === true,
    list: list === true,
    json: json === true,
    dryRun: options.dryRun === true,
    selection: isAsked ? { cells, items: item, only, ignore } : undefined,
    source: options.source,
    output: options.output,
    view,
  }
}

function listed(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(",").filter(Boolean)]
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
