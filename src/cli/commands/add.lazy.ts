import type { Command } from "commander"
import { BARE_SELECT_OPTIONS, defineSelectOptions } from "../select/select-options.js"
import type { CommandCall } from "../terminal/command.js"
import type { ExitCode } from "../terminal/exit-code.js"

export const bareOptions = BARE_SELECT_OPTIONS

export function define(command: Command): Command {
  const defined = command
    .description("Stages parts of changed notebooks, cell by cell. The worktree is not changed.")
    .argument("[paths...]", "files or directories, as git reads them")
  return defineSelectOptions(defined, "stage")
}

export async function run(call: CommandCall): Promise<ExitCode> {
  const { runSelection } = await import("../select/selections.lazy.js")
  return runSelection(call, "add")
}
