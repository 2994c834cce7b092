import {
  ANSI_PALETTE,
  DARK_PALETTE,
  LIGHT_PALETTE,
  type Palette,
  withColors,
} from "../../render/ink/palette.js"
import { USUAL_WIDTH } from "../../render/words/view-options.js"
import { type GitConfig, lastValue } from "../repository/config.js"
import type { Environment } from "../repository/git-process.js"
import type { DiffColors } from "./color.js"

/** Returns the columns of the terminal: COLUMNS if it is set, as in git. A terminal of unknown size reports 0
 *  columns. */
export function terminalWidth(environment: Environment, columns: number | undefined): number {
  const set = Number(environment.COLUMNS)
  return Number.isSafeInteger(set) && set > 0 ? set : columns || USUAL_WIDTH
}

/** The colors for this terminal: tinted lines where it has 256 colors and says whether its background is dark
 *  (`nbdiff.background`, or the COLORFGBG that some terminals set), else its own sixteen; and on top of them
 *  what `color.diff.<slot>` says. */
export function terminalPalette(colors: DiffColors, config: GitConfig, environment: Environment): Palette {
  const background = lastValue(config, "nbdiff.background") ?? reportedBackground(environment)
  const { commit: _, ...slots } = colors
  if (!hasManyColors(environment)) return withColors(ANSI_PALETTE, slots)
  if (background === "dark") return withColors(DARK_PALETTE, slots)
  return withColors(background === "light" ? LIGHT_PALETTE : ANSI_PALETTE, slots)
}

function hasManyColors({ TERM = "", COLORTERM = "" }: Environment): boolean {
  return /256color|truecolor|direct/.test(TERM) || /truecolor|24bit/.test(COLORTERM)
}

/** `<text>;<background>`, in the numbers of the sixteen colors. */
function reportedBackground({ COLORFGBG = "" }: Environment): "dark" | "light" | undefined {
  const number = /;(\d+)$/.exec(COLORFGBG)?.[1]
  if (number === undefined) return undefined
  return LIGHT_COLORS.has(number) ? "light" : "dark"
}

/** White and gray, and the bright ones from green on. */
const LIGHT_COLORS: ReadonlySet<string> = new Set(["7", "10", "11", "14", "15"])
