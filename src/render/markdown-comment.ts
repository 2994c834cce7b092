import { counted } from "./words/quantity.js"

/** What a comment says of one file, in pieces that it can be cut between. */
export interface MarkdownFile {
  readonly kind: "notebook" | "text" | "unmerged"
  readonly title: string
  /** A row of the table for each cell that changed. */
  readonly rows: readonly string[]
  /** The diff of each cell, or that of the text. */
  readonly details: readonly string[]
  /** Cells whose diff is not among the details, since no comment would have room for it. */
  readonly others: number
}

/** GitHub takes 65,536 characters in a comment; some of them are left to whoever posts it. */
export const COMMENT_LIMIT = 60_000

/** The files as one text of at most `limit` characters. Where they do not fit, those with the largest changes come first:
 *  their summaries in up to half of the room, then their diffs, and what is left out is counted. */
export function markdownComment(files: readonly MarkdownFile[], limit: number): string {
  const whole = files.map((file) => summary(file, limit) + shownDetails(file, Number.POSITIVE_INFINITY))
  const text = whole.join("\n")
  if (text.length <= limit && files.every(({ others }) => others === 0)) return text
  const sorted = [...files].sort((a, b) => weight(b) - weight(a))
  const room = files.length > 1 ? limit - restNote(files).length : limit
  const texts = fitted(sorted, summaries(sorted, room), room)
  const rest = sorted.slice(texts.length)
  const note = rest.length > 0 ? restNote(rest) : ""
  const shown = texts.join("\n") + note
  return shown.length <= limit ? shown : ""
}

/** What is in conflict comes first, whatever its size. */
function weight({ kind, details, others, rows }: MarkdownFile): number {
  if (kind === "unmerged") return Number.POSITIVE_INFINITY
  return others > 0 ? WEIGHT_OF_CUT + rows.length : details.reduce((sum, { length }) => sum + length, 0)
}

/** More characters than a comment has: of a notebook whose diff is longer, the cells count. */
const WEIGHT_OF_CUT = 1e12

/** The summaries of the first files: that of the first, and of others as far as half of the room reaches. */
function summaries(files: readonly MarkdownFile[], room: number): readonly string[] {
  const texts: string[] = []
  let used = 0
  for (const file of files) {
    const left = texts.length === 0 ? room : Math.floor(room / 2) - used - 1
    const text = texts.length === 0 ? summary(file, left) : wholeSummary(file)
    if (text === "" || text.length > left) break
    texts.push(text)
    used += text.length + 1
  }
  return texts
}

/** The files with their summaries and as many of their diffs as there is room for, and then others that fit as they are. */
function fitted(files: readonly MarkdownFile[], heads: readonly string[], room: number): readonly string[] {
  let left = room - heads.join("\n").length
  const texts: string[] = []
  for (const [i, file] of files.entries()) {
    const head = heads[i]
    if (head === undefined) {
      const text = wholeSummary(file) + shownDetails(file, Number.POSITIVE_INFINITY)
      if (file.others > 0 || text.length + 1 > left || heads.length === 0) break
      left -= text.length + 1
      texts.push(text)
      continue
    }
    const details = shownDetails(file, left)
    left -= details.length
    texts.push(head + details)
  }
  return texts
}

function wholeSummary(file: MarkdownFile): string {
  return summary(file, Number.POSITIVE_INFINITY)
}

/** Rows of a table that anybody reads. */
const MOST_ROWS = 100

const TABLE_TOP = "\n| cell | type | change | name |\n|---|---|---|---|\n"

/** The title, and the table as far as the room reaches; empty where there is none for the title. */
function summary({ title, rows }: MarkdownFile, room: number): string {
  if (title.length > room) return ""
  let [text, shown] = [title + TABLE_TOP, 0]
  for (const row of rows.slice(0, MOST_ROWS)) {
    if (text.length + row.length + rowsNote(rows.length - shown - 1).length > room) break
    text += row
    shown++
  }
  return shown === 0 ? title : text + rowsNote(rows.length - shown)
}

function rowsNote(count: number): string {
  return count > 0 ? `\n⋯ and ${counted(count, "more cell")}\n` : ""
}

/** The diffs as far as the room reaches, and how many there are beyond. */
function shownDetails({ kind, details, others }: MarkdownFile, room: number): string {
  let text = ""
  for (const [i, next] of details.entries()) {
    const rest = details.length - i + others
    if (text.length + next.length + fullNote(kind, rest - 1).length > room) {
      const note = fullNote(kind, rest)
      return text.length + note.length <= room ? text + note : text
    }
    text += next
  }
  return text + fullNote(kind, others)
}

function fullNote(kind: MarkdownFile["kind"], count: number): string {
  if (count === 0) return ""
  return `\n⋯ ${kind === "notebook" ? `${counted(count, "cell")} ` : ""}not shown: the comment is full\n`
}

function restNote(files: readonly MarkdownFile[]): string {
  const cells = files.reduce((sum, { rows }) => sum + rows.length, 0)
  return `\n⋯ ${counted(files.length, "notebook")} not shown, with ${counted(cells, "changed cell")}: the comment is full\n`
}
