import type { Command } from "commander"
import { readConfig } from "../../git/repository/config.js"
import { type GitPlace, runGit } from "../../git/repository/git-process.js"
import { openObjects } from "../../git/repository/object-reader.js"
import { loadHighlight } from "../../git/settings/highlight-loader.js"
import { quotedPath } from "../../node/quoted-path.js"
import { notebookLines } from "../../render/notebook-lines.js"
import { BARE_DIFF_OPTIONS, parseDiffOptions } from "../diff/diff-options.js"
import { CLI_KEYS, resolveDiffSettings, standardTerminal } from "../diff/diff-settings.js"
import { ambiguousWords, hasFiles, readFile, readOperand } from "../diff/file-pairs.js"
import { type Content, readContent } from "../diff/notebook-pair.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, gitTrouble, trouble } from "../terminal/exit-code.js"
import { openOutput } from "../terminal/output.js"

export const bareOptions = BARE_DIFF_OPTIONS

export function define(command: Command): Command {
  return command
    .description("Shows one notebook as text.")
    .argument("<notebook>", "a file, <revision>:<path>, or - for standard input")
    .option("--outputs <how>", "show, summary or hide (summary)")
    .option("--color <when>", "always, never or auto")
    .option("--no-color", "the same as --color=never")
    .option("--no-pager", "do not use a pager")
}

export async function run({ operands: [name = ""], options }: CommandCall): Promise<ExitCode> {
  const asked = parseDiffOptions(options)
  if (typeof asked === "string") return trouble(asked)
  const place = { cwd: process.cwd(), environment: process.env }
  const [config, found] = await Promise.all([readConfig(CLI_KEYS, place), find(name, place)])
  if (found.kind === "git-trouble") return gitTrouble(found.message)
  const read = readContent(found)
  if (read.kind === "unread") return trouble(read.message)
  if (read.kind !== "notebook") return trouble(warningOf(read) ?? `${quotedPath(name)}: not a notebook`)
  const terminal = standardTerminal()
  const { view, color, pager } = resolveDiffSettings(asked, ["nbdiff", "show"], config, process.env, terminal)
  const highlight = color ? await loadHighlight() : undefined
  const output = openOutput(pager, process.env)
  const shown = { ...view, highlight, wrap: terminal.isTerminal }
  await output.write(notebookLines(read.notebook, name === "-" ? "(standard input)" : name, shown))
  return (await output.close()) ?? Exit.ok
}

type Found = Content | { readonly kind: "git-trouble"; readonly message: string }

/** Reads a file, or a blob by git's name for it. */
async function find(name: string, place: GitPlace): Promise<Found> {
  const objects = openObjects(place)
  try {
    const { isFile, isObject, content } = await readOperand(name, objects)
    if (isFile && isObject && (await hasFiles(place)))
      return { kind: "git-trouble", message: ambiguousWords(name) }
    return content ?? (await nothing(name, place))
  } catch {
    return readFile(name)
  } finally {
    objects.close()
  }
}

/** Returns git's own message about `<revision>:<path>`. */
async function nothing(name: string, place: GitPlace): Promise<Found> {
  if (!name.includes(":")) return readFile(name)
  const { status, message } = await runGit(["rev-parse", name], place)
  return status === 0 ? readFile(name) : { kind: "git-trouble", message }
}

function warningOf(read: ReturnType<typeof readContent>): string | undefined {
  return read.kind === "text" ? read.warning : undefined
}
