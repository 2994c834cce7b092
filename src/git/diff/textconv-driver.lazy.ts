import { readInput } from "../../node/input-file.js"
import { writeOut } from "../../node/standard-output.js"
import { parseNotebook } from "../../notebook/model.js"
import { renderTextconv } from "../../render/textconv.js"

/** The text of a notebook for `git log -p`, `git blame` and `git log -S`: git passes a file's name and reads
 *  standard output. Anything but 0 makes the registered command show the file as it is. What is not a notebook is
 *  shown so too, and git says the rest. */
export function textconvDriver([path]: readonly string[]): number {
  if (path === undefined) return 2
  const input = readInput(path)
  if (input.kind === "trouble") return 2
  writeOut(textOf(input.bytes))
  return 0
}

function textOf(bytes: Uint8Array): string | Uint8Array {
  try {
    return renderTextconv(parseNotebook(bytes))
  } catch {
    return bytes
  }
}
