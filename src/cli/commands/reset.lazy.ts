import type { Command } from "commander"
import { BARE_SELECT_OPTIONS, defineSelectOptions } from "../select/select-options.js"
import type { CommandCall } from "../terminal/command.js"
import type { ExitCode } from "../terminal/exit-code.js"

export const bareOptions = BARE_SELECT_OPTIONS

export function define(command: Command): Command {
  const defined = command
    .description("Unstages parts of notebooks, cell by cell. The worktree is not changed.")
    .argument("[revision-and-paths...]", "a revision to take from (HEAD), and files or directories")
  return defineSelectOptions(defined, "unstage")
}

export async function run(call: CommandCall): Promise<ExitCode> {
  const { runSelection } = await import("../select/selections.lazy.js")
  return runSelection(call, "reset")
}
