import type { Command } from "commander"
import { refreshIndex } from "../../git/filter/refresh-index.js"
import { GitError } from "../../git/repository/repository.js"
import { quotedBytes } from "../../node/quoted-path.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, trouble } from "../terminal/exit-code.js"

export function define(command: Command): Command {
  return command
    .description("Makes git notice that notebooks were merely re-run and are unchanged. Stages nothing.")
    .argument("[path...]", "notebooks or directories (all)")
}

export async function run({ operands }: CommandCall): Promise<ExitCode> {
  try {
    const place = { cwd: process.cwd(), environment: process.env }
    const { unchanged, troubles } = await refreshIndex(operands, place)
    for (const path of unchanged) process.stdout.write(`unchanged: ${quotedBytes(path)}\n`)
    for (const message of troubles) trouble(message)
    return troubles.length > 0 ? Exit.trouble : Exit.ok
  } catch (error) {
    if (error instanceof GitError) return trouble(error.message)
    throw error
  }
}
