import type { Command, OptionValues } from "commander"
import type { ExitCode } from "./exit-code.js"

/** What a command's file exports. It is loaded only when the command is called, and imports of commander
 *  nothing but types: it is handed the command that it defines. */
export interface CommandFile {
  /** Adds the command's description, arguments and options. */
  define(command: Command): Command
  /** Does what it is for and returns the exit code; what is wrong has been said on standard error. */
  run(call: CommandCall): ExitCode | Promise<ExitCode>
  /** What an option means that is there without its value, which git takes only from after `=`: the whole
   *  argument, such as `--color=always` for `--color`. */
  readonly bareOptions?: Readonly<Record<string, string>>
}

export interface CommandCall {
  readonly operands: readonly string[]
  readonly options: OptionValues
  /** How many of the operands are after a `--`; undefined where there is none. */
  readonly afterDashes: number | undefined
  /** The command whose name is almost the first word, where that names none. */
  readonly nearCommand?: string | undefined
}
