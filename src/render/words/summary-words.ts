import type { Summary } from "../../diff/summary.js"
import type { Slot } from "../ink/palette.js"
import { counted } from "./quantity.js"

/** One count of a summary in words, and the slot that it is shown in. */
export interface SummaryWord {
  readonly text: string
  readonly slot: Slot
}

/** What happened, the most important first: `3 edited`, `1 added`, …, `41 only re-run`. Empty when nothing did. */
export function summaryWords(summary: Summary): readonly SummaryWord[] {
  const { format } = summary
  if (summary.formatting) return [{ text: "formatting only", slot: "contextDimmed" }]
  const words: readonly (SummaryWord | false)[] = [
    count(
      summary.edited,
      summary.stale > 0 ? `edited (${summary.stale} not run again)` : "edited",
      "context",
    ),
    count(summary.added, "added", "new"),
    count(summary.deleted, "deleted", "old"),
    count(summary.moved, "moved", "newMoved"),
    count(summary.split, "split", "context"),
    count(summary.joined, "joined", "context"),
    count(summary.retyped, "type changed", "context"),
    nounCount(summary.outputs, "output"),
    nounCount(summary.attachments, "attachment"),
    summary.metadata > 0 && {
      text: `metadata of ${counted(summary.metadata, "cell")} changed`,
      slot: "context",
    },
    format !== undefined && { text: `format ${format.before} → ${format.after}`, slot: "context" },
    summary.notebook > 0 && { text: "notebook metadata changed", slot: "context" },
    nounCount(summary.ids, "id"),
    // A new format brings ids and another way to write cells along.
    format === undefined &&
      count(summary.idsAdded, summary.idsAdded === 1 ? "id added" : "ids added", "contextDimmed"),
    count(summary.idsDeleted, summary.idsDeleted === 1 ? "id removed" : "ids removed", "contextDimmed"),
    count(summary.rerun, "only re-run", "contextDimmed"),
    format === undefined && count(summary.reformatted, "only reformatted", "contextDimmed"),
  ]
  const shown = words.filter((word) => word !== false)
  const isRerun = shown.length === 0 && summary.notebookVolatile > 0
  return isRerun ? [{ text: "only re-run", slot: "contextDimmed" }] : shown
}

/** Cells in a row that are not shown; `rerun` of them were run again. */
interface HiddenCells {
  readonly cells: number
  readonly rerun: number
}

/** `⋯ 6 cells unchanged ⋯`, and how many of them were run again. */
export function unchangedWords({ cells, rerun }: HiddenCells): string {
  if (rerun === cells) return `⋯ ${counted(cells, "cell")} only re-run ⋯`
  return `⋯ ${counted(cells, "cell")} unchanged${rerun > 0 ? `, ${rerun} of them re-run` : ""} ⋯`
}

function count(number: number, word: string, slot: Slot): SummaryWord | false {
  return number > 0 && { text: `${number} ${word}`, slot }
}

function nounCount(number: number, noun: string): SummaryWord | false {
  return number > 0 && { text: `${counted(number, noun)} changed`, slot: "context" }
}
