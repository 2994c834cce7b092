import { readInput } from "../../node/input-file.js"
import { writeOut } from "../../node/standard-output.js"
import { parseNotebook } from "../../notebook/model.js"
import { renderTextconv } from "../../render/textconv.js"

/** Writes the text of a notebook for `git log -p`, `git blame` and `git log -S`: git passes a file's name and reads
 *  standard output. With any exit code but 0, the registered command shows the file as it is. A file that is not a
 *  notebook is also shown as it is. */
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
