import type { Palette, Slot } from "./palette.js"
import { safeText } from "./safe-text.js"
import { paint, run } from "./styled-line.js"

/** git's own patch, in which notebooks may stand that are none: fit to be shown, and coloured as git colours. */
export function patchText(patch: string, palette: Palette): string {
  let inHeader = true
  const rows = patch.replace(/\n$/, "").split("\n").map((line) => {
    inHeader = line.startsWith("diff ") || (inHeader && !line.startsWith("@@"))
    return `${paint([run(safeText(line, "\t"), palette[slotOf(line, inHeader)])])}\n`
  })
  return patch === "" ? "" : rows.join("")
}

/** Lines that a patch adds and deletes. */
export function patchLines(patch: string): { readonly added: number; readonly deleted: number } {
  const hunks = patch.split(/^(?=diff )/m).map((file) => file.replace(/^[^@]*/, ""))
  const count = (sign: RegExp): number => hunks.reduce((sum, hunk) => sum + (hunk.match(sign)?.length ?? 0), 0)
  return { added: count(/^\+/gm), deleted: count(/^-/gm) }
}

function slotOf(line: string, inHeader: boolean): Slot {
  if (inHeader) return "meta"
  if (line.startsWith("@@")) return "frag"
  if (line.startsWith("+")) return "new"
  return line.startsWith("-") ? "old" : "context"
}
