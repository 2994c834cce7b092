import type { Writable } from "node:stream"
import { readStream, standardInput } from "./file-content.js"
import { clean, type FilterTools, smudge } from "./filter.js"
import { filterProcess } from "./filter-process.js"
import { openFilterTools } from "./filter-tools.js"
import { quotedPath } from "./quoted-path.js"

/** What git's config has behind `nbdiff driver`: `process`, `clean <path>` and `smudge <path>`, each perhaps with
 *  `--keep-local`. */
export type FilterName = "process" | "clean" | "smudge"

/** Answers git, and the process's exit status. Standard output is git's alone. */
export async function filterDriver(
  name: FilterName,
  args: readonly string[],
  input: AsyncIterable<Uint8Array> = standardInput(),
  output: Writable = process.stdout,
): Promise<number> {
  const tools = await openFilterTools({
    place: { cwd: process.cwd(), environment: process.env },
    keepLocal: args[0] === "--keep-local",
    warn: (message) => process.stderr.write(`nbdiff: ${message}\n`),
  })
  const path = args[0] === "--keep-local" ? args[1] : args[0]
  const status =
    name === "process"
      ? await filterProcess(input, output, tools)
      : await filterOnce(name, path ?? "", input, output, tools)
  tools.local?.close()
  return status
}

const COMMANDS = { clean, smudge } as const

/** One file from `input` to `output`: nothing is written unless all of it is right. */
async function filterOnce(
  name: "clean" | "smudge",
  path: string,
  input: AsyncIterable<Uint8Array>,
  output: Writable,
  tools: FilterTools,
): Promise<number> {
  try {
    const result = await COMMANDS[name](path, await readStream(input), tools)
    await new Promise<void>((resolve, reject) => {
      output.on("error", reject)
      output.write(result, (error) => (error ? reject(error) : resolve()))
    })
    return 0
  } catch (error) {
    tools.warn(`${quotedPath(path)}: ${error instanceof Error ? error.message : error}`)
    return 1
  }
}
