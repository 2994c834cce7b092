import type { Palette, Slot } from "./ink/palette.js"
import { safeText } from "./ink/safe-text.js"
import { type Run, run, type StyledLine, widthOf } from "./ink/styled-line.js"
import { clipped, displayWidth } from "./ink/width.js"
import type { CellEvent, CellTitle } from "./words/cell-title.js"

/** The ruler above a cell: `── 12 → 14 · code · edited ───── df = pd.read_csv(path) ──`, `width` columns wide. */
export function ruler(title: CellTitle, width: number, palette: Palette): StyledLine {
  const words: readonly Run[] = [
    run(safeText(title.positions), palette.frag),
    run(" · ", palette.contextDimmed),
    run(safeText(title.type)),
    run(" · ", palette.contextDimmed),
    ...title.events.flatMap((event, i) => [
      ...(i > 0 ? [run(", ", palette.contextDimmed)] : []),
      run(event, palette[EVENT_SLOTS[event]]),
    ]),
  ]
  return filledRuler(words, safeText(title.name), width, palette)
}

/** A ruler with words at its left and, where there is room, a name at its right. */
export function filledRuler(
  words: readonly Run[],
  name: string,
  width: number,
  palette: Palette,
): StyledLine {
  const dash = (length: number): string => "─".repeat(Math.max(0, length))
  const left = [run(`${dash(ENDS)} `, palette.contextDimmed), ...words, run(" ")]
  const room = width - widthOf(left) - 2 * ENDS - 2
  if (name === "" || room < SHORTEST_NAME) {
    return [...left, run(dash(width - widthOf(left)), palette.contextDimmed)]
  }
  const shown = clipped(name, room)
  const fill = width - widthOf(left) - displayWidth(shown) - ENDS - 2
  return [
    ...left,
    run(`${dash(fill)} `, palette.contextDimmed),
    run(shown, palette.func),
    run(` ${dash(ENDS)}`, palette.contextDimmed),
  ]
}

/** A dotted ruler inside a text, where the next of several cells begins. */
export function cutRuler(position: number, width: number, palette: Palette): StyledLine {
  return filledRuler([run(String(position), palette.frag)], "", width, palette).map(({ text, style }) =>
    run(text.replaceAll("─", "╌"), style),
  )
}

/** Dashes at either end. */
const ENDS = 2

/** Columns below which a part of a name tells nothing. */
const SHORTEST_NAME = 8

const EVENT_SLOTS = {
  added: "newBold",
  deleted: "oldBold",
  moved: "newMoved",
  split: "contextBold",
  joined: "contextBold",
  "type changed": "contextBold",
  edited: "contextBold",
  "not run again": "oldBold",
  "attachments changed": "contextBold",
  "outputs changed": "contextBold",
  "metadata changed": "contextBold",
  "id changed": "contextDimmed",
  "run again": "contextDimmed",
  rewritten: "contextDimmed",
} as const satisfies Record<CellEvent, Slot>
