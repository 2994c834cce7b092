import type { Command, OptionValues } from "commander"
import type { ExitCode } from "./exit-code.js"

/** Describes what a command's file exports. The file is loaded only when the command is called, and imports only
 *  types from commander, since it is given the command to define. */
export interface CommandFile {
  /** Adds the command's description, arguments and options. */
  define(command: Command): Command
  /** Runs the command and returns the exit code; errors have been reported on standard error. */
  run(call: CommandCall): ExitCode | Promise<ExitCode>
  /** What an option means without its value, which git reads only after `=`: the whole argument, such as
   *  `--color=always` for `--color`. */
  readonly bareOptions?: Readonly<Record<string, string>>
}

export interface CommandCall {
  readonly operands: readonly string[]
  readonly options: OptionValues
  /** How many of the operands follow a `--`; undefined if there is none. */
  readonly afterDashes: number | undefined
  /** The command with nearly the same name as the first word, if that is not a command itself. */
  readonly nearCommand?: string | undefined
}
