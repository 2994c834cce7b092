import type { Command, OptionValues } from "commander"
import { IMAGE_CHOICES, type JudgeOptions } from "../../verify/judge-output.js"
import type { VerdictViewOptions } from "../../verify/verified-file.js"

const FORMATS = ["text", "json", "markdown", "junit"] as const

export interface VerifyOptions extends VerdictViewOptions {
  readonly format: (typeof FORMATS)[number]
  readonly judge: Omit<JudgeOptions, "comparePixels">
  /** Whether a cell is looked at, by its position from 1. */
  readonly isChosen: (position: number) => boolean
}

export function defineVerifyOptions(command: Command): Command {
  return command
    .option("--rtol <number>", "how far numbers may be apart, as a share of the larger (1e-6)")
    .option("--atol <number>", "how far numbers may be apart, as an amount (0)")
    .option("--images <how>", "exact, redrawn or ignore (redrawn)")
    .option("--cells <list>", "only these cells, such as 3,5-8")
    .option("--only-errors", "only exceptions that were not there before")
    .option("--strict", "fail for cells that are new or cannot be compared, too")
    .option("--all", "show the cells that are the same, too")
    .option("--format <format>", `${FORMATS.join(", ")} (text)`)
    .option("--json", "the same as --format=json")
}

/** Returns what the options say, or what is wrong with them. */
export function parseVerifyOptions(options: OptionValues): VerifyOptions | string {
  const rtol = toleranceOf(options.rtol, DEFAULT_RTOL)
  const atol = toleranceOf(options.atol, 0)
  if (rtol === undefined) return expects("rtol", "a number that is not negative")
  if (atol === undefined) return expects("atol", "a number that is not negative")
  const images = IMAGE_CHOICES.find((choice) => choice === (options.images ?? "redrawn"))
  if (images === undefined) return expects("images", quoted(IMAGE_CHOICES))
  const named: unknown = options.format ?? (options.json === true ? "json" : "text")
  const format = FORMATS.find((one) => one === named)
  if (format === undefined) return expects("format", quoted(FORMATS))
  if (options.json === true && format !== "json")
    return `options '--json' and '--${format}' cannot be used together`
  const ranges = options.cells === undefined ? undefined : cellRanges(String(options.cells))
  if (ranges === "wrong") return expects("cells", 'positions like "3,5-8"')
  return {
    format,
    judge: { rtol, atol, images },
    isChosen: (position) =>
      ranges === undefined || ranges.some(([from, to]) => from <= position && position <= to),
    all: options.all === true,
    strict: options.strict === true,
    onlyErrors: options.onlyErrors === true,
  }
}

/** Much above the noise of rounding, much below what anybody reads from a result. */
const DEFAULT_RTOL = 1e-6

/** Undefined for what is not a tolerance. */
function toleranceOf(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise
  const value = /^(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:e[+-]?\d{1,3})?$/i.test(text)
    ? Number(text)
    : Number.NaN
  return Number.isFinite(value) ? value : undefined
}

type CellRange = readonly [from: number, to: number]

function cellRanges(text: string): readonly CellRange[] | "wrong" {
  const ranges = text.split(",").map((part): CellRange | undefined => {
    const [, from, to = from] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part.trim()) ?? []
    return from === undefined ? undefined : [Number(from), Number(to)]
  })
  const valid = ranges.filter((range) => range !== undefined && range[0] >= 1 && range[0] <= range[1])
  return valid.length === ranges.length
    ? valid.flatMap((range) => (range === undefined ? [] : [range]))
    : "wrong"
}

function quoted(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(", ")
}

function expects(option: string, what: string): string {
  return `option '${option}' expects ${what}`
}
