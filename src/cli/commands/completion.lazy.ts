import type { Command, Option } from "commander"
import type { CompletedCommand, CompletedOption } from "../completion/completed-command.js"
import { bashCompletion } from "../completion/completion-bash.js"
import { fishCompletion } from "../completion/completion-fish.js"
import { zshCompletion } from "../completion/completion-zsh.js"
import type { CommandCall, CommandFile } from "../terminal/command.js"
import { Exit, type ExitCode, trouble } from "../terminal/exit-code.js"

/** Returns `nbdiff completion`, which prints a shell's script, made from what the commands define. `defined` returns
 *  all of them; the diff, which has no name, comes first. */
export function completionCommand(defined: () => Promise<readonly DefinedCommand[]>): CommandFile {
  return { define, run: (call) => run(call, defined) }
}

/** Describes a command as commander does. */
export interface DefinedCommand {
  /** Is empty for the diff. */
  readonly name: string
  readonly summary: string
  readonly command: Command
  readonly bareOptions: CommandFile["bareOptions"]
}

function define(command: Command): Command {
  return command
    .description("Writes a script that completes nbdiff's commands and options in a shell.")
    .argument("<shell>", Object.keys(SHELLS).join(", "))
    .addHelpText("after", `\n${HINTS.join("\n")}`)
}

const HINTS = [
  "bash: nbdiff completion bash >~/.local/share/bash-completion/completions/nbdiff",
  "zsh:  nbdiff completion zsh >_nbdiff, in a directory of your $fpath",
  "fish: nbdiff completion fish >~/.config/fish/completions/nbdiff.fish",
]

const SHELLS: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

async function run(
  { operands: [name = ""] }: CommandCall,
  defined: () => Promise<readonly DefinedCommand[]>,
): Promise<ExitCode> {
  const script = Object.hasOwn(SHELLS, name) ? SHELLS[name] : undefined
  if (script === undefined) return trouble(`there is no completion for '${name}': ${known()}`)
  process.stdout.write(script((await defined()).map(completed)))
  return Exit.ok
}

function known(): string {
  return `it is one of ${Object.keys(SHELLS).join(", ")}`
}

function completed({ name, summary, command, bareOptions = {} }: DefinedCommand): CompletedCommand {
  const options = command.options.filter(({ hidden }) => !hidden)
  return {
    name,
    summary,
    options: [...options, help(command)].map((option) => completedOption(name, option, bareOptions)),
    operands: OPERAND_WORDS[name] ?? [],
    revisions: name === "" || name === "show",
  }
}

/** Returns the help option, which commander keeps apart from the others. */
function help(command: Command): Option {
  return command.createOption("-h, --help", "show this help")
}

function completedOption(
  command: string,
  { short, long, description, required, optional }: Option,
  bareOptions: NonNullable<CommandFile["bareOptions"]>,
): CompletedOption {
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    value: required || optional ? (Object.hasOwn(bareOptions, long ?? "") ? "joined" : "apart") : "none",
    values: OPTION_WORDS[`${command} ${long}`.trim()] ?? [],
  }
}

const DETAILS = ["show", "summary", "hide"]
const COLORS = ["always", "never", "auto"]
const PARTS = ["sources", "outputs", "metadata", "attachments", "ids", "counts"]

/** Lists, by command and option, the values of options that accept only a few. */
export const OPTION_WORDS: Readonly<Record<string, readonly string[]>> = {
  "--only": PARTS,
  "--ignore": PARTS,
  "--outputs": DETAILS,
  "--format": ["text", "markdown", "json", "nbdime"],
  "--color": COLORS,
  "show --outputs": DETAILS,
  "show --color": COLORS,
  "normalize --outputs": ["strip", "keep"],
  "normalize --counts": ["clear", "keep"],
  "merge --outputs": ["follow", "ours", "theirs", "clear"],
  "merge --insertions": ["keep-both", "conflict"],
  "merge --conflict-style": ["merge", "diff3", "zdiff3"],
  "check --format": ["text", "json", "github", "gitlab", "sarif"],
  "verify --images": ["exact", "redrawn", "ignore"],
  "verify --format": ["text", "json", "markdown", "junit"],
  "install --filter": ["strip", "keep-local"],
}

const OPERAND_WORDS: Readonly<Record<string, readonly string[]>> = {
  outputs: ["list", "restore", "prune"],
  completion: Object.keys(SHELLS),
}
