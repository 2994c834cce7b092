import { readStream, standardInput } from "../../node/file-content.js"
import { quotedPath } from "../../node/quoted-path.js"
import { writeChunks, writeOut } from "../../node/standard-output.js"
import { clean, type FilterTools, filterRoom, smudge } from "./filter.js"
import { filterProcess } from "./filter-process.js"
import { openFilterTools } from "./filter-tools.js"

/** Reads what git's config has after `nbdiff driver`: `process`, `clean <path>` or `smudge <path>`, each optionally
 *  with `--keep-local`. */
export type FilterName = "process" | "clean" | "smudge"

/** Runs the filter for git and returns the exit status of the process. Only git reads standard output. */
export async function filterDriver(name: FilterName, args: readonly string[]): Promise<number> {
  const tools = await openFilterTools({
    place: { cwd: process.cwd(), environment: process.env },
    keepLocal: args[0] === "--keep-local",
    room: name === "process" ? filterRoom() : undefined,
    warn: (message) => process.stderr.write(`nbdiff: ${message}\n`),
  })
  const path = args[0] === "--keep-local" ? args[1] : args[0]
  const status =
    name === "process"
      ? await filterProcess(standardInput(), writeChunks, tools)
      : await filterOnce(name, path ?? "", tools)
  const excess = tools.local?.close()
  if (excess !== undefined) tools.warn(excess)
  return status
}

const COMMANDS = { clean, smudge } as const

/** Filters one file from standard input to standard output, and writes nothing unless all of it succeeded. */
async function filterOnce(name: "clean" | "smudge", path: string, tools: FilterTools): Promise<number> {
  try {
    const result = await COMMANDS[name](path, await readStream(standardInput()), tools)
    if (!writeOut(result)) throw new Error("git stopped reading")
    return 0
  } catch (error) {
    tools.warn(`${quotedPath(path)}: ${error instanceof Error ? error.message : error}`)
    return 1
  }
}
