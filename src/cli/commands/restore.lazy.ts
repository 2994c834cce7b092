import type { Command } from "commander"
import { BARE_SELECT_OPTIONS, defineSelectOptions } from "../select/select-options.js"
import type { CommandCall } from "../terminal/command.js"
import type { ExitCode } from "../terminal/exit-code.js"

export const bareOptions = BARE_SELECT_OPTIONS

export function define(command: Command): Command {
  const defined = command
    .description("Discards unstaged changes of notebooks, cell by cell.")
    .argument("[paths...]", "files or directories, as git reads them")
  return defineSelectOptions(defined, "discard").option(
    "--source <revision>",
    "take from this revision instead of the index",
  )
}

export async function run(call: CommandCall): Promise<ExitCode> {
  const { runSelection } = await import("../select/selections.lazy.js")
  return runSelection(call, "restore")
}
