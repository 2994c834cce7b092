import type { Command } from "commander"
import { defineWebOptions } from "../page/web-options.js"
import type { CommandCall } from "../terminal/command.js"
import type { ExitCode } from "../terminal/exit-code.js"

export function define(command: Command): Command {
  const resolving = command
    .description('Resolves one notebook for "git mergetool --tool=nbdiff".')
    .argument("<base>")
    .argument("<local>")
    .argument("<remote>")
    .argument("<merged>", "the file with the conflict, where the result goes")
    .argument("[backup]", "git's copy of it, which git puts back where conflicts are left")
  return defineWebOptions(resolving, "resolve it on a page in the browser").addHelpText(
    "after",
    "\nExit code: 0 if no conflicts are left, 1 if some are, 2 on an error.",
  )
}

/** Shares a file with `nbdiff resolve`: alone, it would be as large. */
export async function run(call: CommandCall): Promise<ExitCode> {
  const { runMergetool } = await import("./resolve.lazy.js")
  return runMergetool(call)
}
