import { Command, CommanderError } from "commander"
import type { DefinedCommand } from "./commands/completion.lazy.js"
import type { CommandFile } from "./terminal/command.js"
import { Exit, type ExitCode, errorLine } from "./terminal/exit-code.js"
import { commandList, nearestCommand, shortHelp } from "./terminal/help.js"
import { VERSION } from "./terminal/version.js"

/** Runs what a person types, `nbdiff …`, and returns the exit code of the process. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  // without a listener, a closed pipe would end the process with a stack trace; `openOutput` handles it for long output
  process.stdout.on("error", () => undefined)
  const { name, file, rest } = await chosenCommand(argv)
  const command = file.define(emptyCommand(name))
  const dashes = rest.indexOf("--")
  const words = dashes < 0 ? rest : rest.slice(0, dashes)
  if (name === "nbdiff" && isHelp(words) && !words.includes("--all")) {
    process.stdout.write(shortHelp(["diff", ...Object.keys(COMMANDS)]))
    return Exit.ok
  }
  const afterDash = dashes < 0 ? [] : rest.slice(dashes)
  try {
    command.parse([...words.map((word) => file.bareOptions?.[word] ?? word), ...afterDash], { from: "user" })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? Exit.ok : Exit.trouble
  }
  return file.run({
    operands: command.args,
    options: command.opts(),
    afterDashes: dashes < 0 ? undefined : afterDash.length - 1,
    nearCommand: name === "nbdiff" ? nearestCommand(argv[0] ?? "", Object.keys(COMMANDS)) : undefined,
  })
}

function isHelp(words: readonly string[]): boolean {
  return words.includes("--help") || words.includes("-h")
}

interface CommandEntry {
  readonly summary: string
  readonly load: () => Promise<CommandFile>
}

/** Lists every command but the diff, which runs when no command is named. */
const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  show: { summary: "show one notebook as text", load: () => import("./commands/show.lazy.js") },
  patch: { summary: "apply a diff that --json wrote", load: () => import("./commands/patch.lazy.js") },
  normalize: {
    summary: "strip outputs, counts and volatile metadata",
    load: () => import("./commands/normalize.lazy.js"),
  },
  refresh: {
    summary: "make git notice that notebooks were merely re-run",
    load: () => import("./commands/refresh.lazy.js"),
  },
  add: { summary: "stage parts of notebooks, cell by cell", load: () => import("./commands/add.lazy.js") },
  reset: { summary: "unstage parts of notebooks", load: () => import("./commands/reset.lazy.js") },
  restore: {
    summary: "discard parts of unstaged changes",
    load: () => import("./commands/restore.lazy.js"),
  },
  pick: {
    summary: "take parts of one notebook into another",
    load: () => import("./commands/pick.lazy.js"),
  },
  outputs: {
    summary: "manage the outputs that --filter=keep-local keeps",
    load: () => import("./commands/outputs.lazy.js"),
  },
  merge: {
    summary: "three-way merge of notebooks",
    load: () => import("./commands/merge.lazy.js"),
  },
  resolve: { summary: "resolve the conflicts of a merge", load: () => import("./commands/resolve.lazy.js") },
  check: {
    summary: "list notebooks with leftover conflicts or invalid content",
    load: () => import("./commands/check.lazy.js"),
  },
  verify: {
    summary: "compare the outputs of two runs, cell by cell",
    load: () => import("./commands/verify.lazy.js"),
  },
  mergetool: { summary: "what git mergetool runs", load: () => import("./commands/mergetool.lazy.js") },
  install: {
    summary: "let git diff, merge and show notebooks with nbdiff",
    load: () => import("./commands/install.lazy.js"),
  },
  uninstall: { summary: "remove what install wrote", load: () => import("./commands/uninstall.lazy.js") },
  status: {
    summary: "show what is registered with git, and whether it works",
    load: () => import("./commands/status.lazy.js"),
  },
  doctor: { summary: "the same as status", load: () => import("./commands/status.lazy.js") },
  completion: {
    summary: "write a shell's completion script",
    load: async () => (await import("./commands/completion.lazy.js")).completionCommand(definedCommands),
  },
}

interface ChosenCommand {
  readonly name: string
  readonly file: CommandFile
  readonly rest: readonly string[]
}

async function chosenCommand(argv: readonly string[]): Promise<ChosenCommand> {
  const called = argv[0] === "help" ? [...argv.slice(1, 2), "--help"] : argv
  const [first = "", ...rest] = called
  const entry = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined
  if (entry !== undefined) return { name: `nbdiff ${first}`, file: await entry.load(), rest }
  const file = await import("./commands/diff.lazy.js")
  return first === "diff" ? { name: "nbdiff diff", file, rest } : { name: "nbdiff", file, rest: called }
}

/** Returns every command. The diff, which has no name, comes first. */
async function definedCommands(): Promise<readonly DefinedCommand[]> {
  const entries = Object.entries({
    "": { summary: "", load: () => import("./commands/diff.lazy.js") },
    ...COMMANDS,
  })
  const defined = entries.map(async ([name, { summary, load }]) => {
    const { define, bareOptions } = await load()
    return { name, summary, command: define(emptyCommand(`nbdiff ${name}`.trim())), bareOptions }
  })
  return Promise.all(defined)
}

function emptyCommand(name: string): Command {
  const command = new Command(name)
    .exitOverride()
    .helpOption("-h, --help", "show this help")
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(errorLine(text)) })
  if (name !== "nbdiff") return command
  return command.version(VERSION, "--version", "show the version").addHelpText("after", listedCommands)
}

function listedCommands(): string {
  return commandList(Object.entries(COMMANDS).map(([name, { summary }]) => ({ name, summary })))
}
