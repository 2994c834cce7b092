import type { Palette, Slot } from "./ink/palette.js"
import { safeText } from "./ink/safe-text.js"
import { paint, run } from "./ink/styled-line.js"

/** git's own patch, which may hold files that are not notebooks: fit to be shown, and in git's colors. */
export function patchText(patch: string, palette: Palette): string {
  const rows = patchRows(patch).map(({ line, slot }) => paint([run(safeText(line, "\t"), palette[slot])]))
  return rows.map((row) => `${row}\n`).join("")
}

/** Lines that a patch adds and deletes. */
export function patchLines(patch: string): { readonly added: number; readonly deleted: number } {
  const rows = patchRows(patch)
  const count = (wanted: Slot): number => rows.filter(({ slot }) => slot === wanted).length
  return { added: count("new"), deleted: count("old") }
}

interface PatchRow {
  readonly line: string
  readonly slot: Slot
}

function patchRows(patch: string): readonly PatchRow[] {
  let inHeader = true
  const lines = patch === "" ? [] : patch.replace(/\n$/, "").split("\n")
  return lines.map((line) => {
    inHeader = line.startsWith("diff ") || (inHeader && !line.startsWith("@@"))
    return { line, slot: inHeader ? "meta" : (SLOTS[line.slice(0, 1)] ?? "context") }
  })
}

const SLOTS: Readonly<Record<string, Slot>> = { "@": "frag", "+": "new", "-": "old" }
