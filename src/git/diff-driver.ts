import { isatty } from "node:tty"
import { diffVersions } from "../diff/diff-notebooks.js"
import { type Notebook, parseNotebook } from "../notebook/model.js"
import { NotebookError } from "../notebook/notebook-error.js"
import type { FileNames } from "../render/file-names.js"
import { plainLines } from "../render/plain.js"
import { safeText } from "../render/safe-text.js"
import { terminalLines } from "../render/terminal.js"
import { viewDefaults } from "../render/view-options.js"
import { readConfig } from "./config.js"
import { type FilePair, type FileSide, parseDiffArguments } from "./diff-arguments.js"
import { type DiffSettings, diffSettings, driverKeys } from "./driver-settings.js"
import { readInput } from "./input-file.js"
import { quotedPath } from "./quoted-path.js"
import { writeOut } from "./standard-output.js"
import { terminalPalette, terminalWidth } from "./terminal.js"

/** The external diff: git passes 7 arguments, 9 on a rename, 1 for an unmerged path. Answers 0 when the diff is
 *  written; anything else makes the registered command show git's own text diff. */
export async function diffDriver(args: readonly string[]): Promise<number> {
  const request = parseDiffArguments(args)
  if (request === undefined) return complain("driver diff takes git's 7 or 9 arguments, or a path")
  if (request.kind === "unmerged") {
    writeOut(`* Unmerged path ${safeText(request.path)}\n`)
    return 0
  }
  const environment = process.env
  const config = readConfig(driverKeys, { cwd: process.cwd(), environment })
  const { pair } = request
  const diff = readPair(pair)
  if (typeof diff === "string") return complain(diff)
  const isTerminal = isatty(1)
  const settings = diffSettings(await config, environment, isTerminal)
  const options = { ...viewDefaults, context: settings.context }
  const lines = settings.color
    ? terminalLines(diff, namesOf(pair), {
        ...options,
        width: terminalWidth(environment, isTerminal ? process.stdout.columns : undefined),
        palette: terminalPalette(settings.colors, await config, environment),
        highlight: await highlighter(settings),
      })
    : plainLines(diff, namesOf(pair), options)
  return writeLines(lines)
}

/** The diff, or one line that says why there is none. */
function readPair(pair: FilePair): NonNullable<ReturnType<typeof diffVersions>> | string {
  try {
    const diff = diffVersions(readSide(pair.before, pair.oldPath), readSide(pair.after, pair.path))
    return diff ?? `${quotedPath(pair.path)}: on neither side`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** @throws Error whose message is one line that names the file and the place. */
function readSide(side: FileSide, path: string): Notebook | undefined {
  if (side.kind === "absent") return undefined
  const input = readInput(side.file, path)
  if (input.kind === "trouble") throw new Error(input.message)
  try {
    return parseNotebook(input.bytes)
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error
    throw new Error(`${quotedPath(path)}: ${error.message}`)
  }
}

function namesOf({ path, oldPath, before, after, similarity }: FilePair): FileNames {
  const renamed = similarity?.kind ?? "modified"
  return {
    path,
    oldPath,
    status: before.kind === "absent" ? "added" : after.kind === "absent" ? "deleted" : renamed,
    oldMode: before.kind === "present" ? before.mode : undefined,
    newMode: after.kind === "present" ? after.mode : undefined,
  }
}

async function highlighter({ color }: DiffSettings) {
  return color ? (await import("../render/highlight.js")).highlight : undefined
}

/** Characters that are gathered before they are written: a system call a line would cost more than the diff. */
const WRITE_SIZE = 1 << 16

function writeLines(lines: Iterable<string>): number {
  let text = ""
  for (const line of lines) {
    text += line
    if (text.length < WRITE_SIZE) continue
    if (!writeOut(text)) return 0
    text = ""
  }
  writeOut(text)
  return 0
}

function complain(message: string): number {
  process.stderr.write(`nbdiff: ${message}\n`)
  return 2
}
