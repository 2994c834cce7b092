import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { writeOut } from "../../node/standard-output.js"
import { cellOfLine } from "../../notebook/cell-lines.js"
import { parseNotebook } from "../../notebook/model.js"
import { type CellAt, readableHunks } from "../../render/hunk-lines.js"

/** Runs as git's `interactive.diffFilter`: reads the colored hunks of `git add -p` and similar commands from
 *  standard input, and writes them with the notebook's content made readable. If anything goes wrong it writes git's
 *  own lines, since git stops if their number changes. */
export function hunksDriver(): number {
  const input = readFileSync(0)
  writeOut(readable(input))
  return 0
}

function readable(input: Buffer): Uint8Array {
  try {
    return Buffer.from(readableHunks(input.toString().split("\n"), cellsInIndex).join("\n"))
  } catch {
    return input
  }
}

/** Maps the lines of the file in the index to cells. */
function cellsInIndex(path: string): CellAt | undefined {
  const { status, stdout } = spawnSync("git", ["cat-file", "blob", `:${path}`], {
    maxBuffer: LARGEST_NOTEBOOK,
  })
  if (status !== 0) return undefined
  try {
    const cellAt = cellOfLine(parseNotebook(stdout))
    return (line) => {
      const cell = cellAt(line)
      return cell === undefined ? undefined : cell + 1
    }
  } catch {
    return undefined
  }
}

const LARGEST_NOTEBOOK = 1 << 28
