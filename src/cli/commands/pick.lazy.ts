import type { Command } from "commander"
import { BARE_SELECT_OPTIONS, defineSelectOptions } from "../select/select-options.js"
import type { CommandCall } from "../terminal/command.js"
import type { ExitCode } from "../terminal/exit-code.js"

export const bareOptions = BARE_SELECT_OPTIONS

export function define(command: Command): Command {
  const defined = command
    .description(
      "Writes the older of two notebooks with chosen parts of the newer one. Given two directories, as a diff editor is, it changes the second to hold what was chosen.",
    )
    .argument("<before>", "a notebook, or a directory")
    .argument("<after>", "a newer version of it, or a directory")
  return defineSelectOptions(defined, "take").option(
    "-o, --output <file>",
    "write to a file (standard output)",
  )
}

export async function run(call: CommandCall): Promise<ExitCode> {
  const { runPick } = await import("../select/selections.lazy.js")
  return runPick(call)
}
