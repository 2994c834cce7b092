import type { GitConfig } from "../../git/repository/config.js"
import type { Environment } from "../../git/repository/git-process.js"
import { diffColors, wantsColor } from "../../git/settings/color.js"
import { diffSettings } from "../../git/settings/driver-settings.js"

import { terminalPalette, terminalWidth } from "../../git/settings/terminal.js"
import { NO_PALETTE } from "../../render/ink/palette.js"
import type { TerminalOptions } from "../../render/words/view-options.js"
import { VIEW_DEFAULTS } from "../../render/words/view-options.js"
import { chosenPager } from "../terminal/pager.js"
import type { ColorChoice, DiffOptions } from "./diff-options.js"

/** Matches the keys of git's config that a command for people follows, for `readConfig`. */
export const CLI_KEYS =
  "^(color\\.(ui|pager|diff(-highlight)?(\\..*)?)|diff\\.(color(\\..*)?|context)|core\\.(pager|autocrlf)|pager\\.(diff|show|nbdiff)|nbdiff\\..*)$"

/** Describes where the output goes. */
export interface Terminal {
  readonly isTerminal: boolean
  /** Undefined if it is not a terminal. */
  readonly columns: number | undefined
}

export function standardTerminal(): Terminal {
  const { isTTY, columns } = process.stdout
  return { isTerminal: isTTY === true, columns }
}

/** Returns how a diff is shown here: by the options, else git's config, else the terminal. */
export interface DiffSettings {
  readonly view: TerminalOptions
  readonly color: boolean
  readonly sideBySide: boolean
  readonly pager: string | undefined
}

export type ResolvedOptions = Pick<
  DiffOptions,
  "all" | "color" | "context" | "exitCode" | "metadata" | "outputs" | "pager" | "sideBySide"
>

/** Returns the pager; as in git, none if the exit code is asked for. The `pager.<command>` of the first of
 *  `commands` that has one wins. */
export function resolveDiffSettings(
  options: ResolvedOptions,
  commands: readonly string[],
  config: GitConfig,
  environment: Environment,
  { isTerminal, columns }: Terminal,
): DiffSettings {
  const paged = isTerminal && options.pager && !options.exitCode
  const pager = paged ? chosenPager(commands, config, environment) : undefined
  const own = diffSettings(config, environment, isTerminal)
  const color = isColored(options.color, config, environment, isTerminal, pager)
  return {
    color,
    pager,
    sideBySide: options.sideBySide || own.sideBySide,
    view: {
      ...VIEW_DEFAULTS,
      context: options.context ?? own.context,
      outputs: options.outputs ?? own.outputs,
      metadata: options.metadata ?? VIEW_DEFAULTS.metadata,
      all: options.all,
      width: terminalWidth(environment, columns),
      palette: color ? terminalPalette(diffColors(config), config, environment) : NO_PALETTE,
      highlight: undefined,
    },
  }
}

function isColored(
  choice: ColorChoice | undefined,
  config: GitConfig,
  environment: Environment,
  isTerminal: boolean,
  pager: string | undefined,
): boolean {
  if (choice === "always" || choice === "never") return choice === "always"
  const effective = choice === "auto" ? withoutColorChoice(config) : config
  if (pager === undefined) return wantsColor(effective, environment, isTerminal)
  return wantsColor(effective, { ...environment, GIT_PAGER_IN_USE: "true" }, false)
}

function withoutColorChoice(config: GitConfig): GitConfig {
  return new Map([...config].filter(([key]) => !["color.diff", "diff.color", "color.ui"].includes(key)))
}
