/** What a terminal shows of a text once all of it has been written: `\r` goes back to the start of the line,
 *  `\b` one place back, `ESC[A` a line up, and what is there is written over; `ESC[K` erases the rest of
 *  the line. A line that was written over loses the blanks at its end. Colors stay with their characters.
 *  A character counts as one place wide. Linear in the length of the text. */
export function playCarriageReturns(text: string): string {
  const plain = text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text
  if (!CURSOR.test(plain)) return plain
  const rows: Row[] = []
  let at = -1
  for (const line of plain.split("\n")) {
    at++
    if (rows[at] === undefined && !NOT_ONLY_RETURNS.test(line)) rows[at] = lastWritten(line)
    else at = writeOver(rows, at, line)
  }
  return Array.from(rows, rowText).join("\n")
}

/** The text without escape sequences: colors, cursor movements, links, window titles. */
export function withoutEscapes(text: string): string {
  return text.includes("\x1b") ? text.replace(ESCAPE, "") : text
}

const CURSOR = /[\r\b]|\x1b\[\d*[AK]/

/** CSI, OSC and two-character sequences (ECMA-48, 5.4 and 8.3.89). */
const ESCAPE = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])/g

/** What makes a line more than texts of plain characters with `\r` between them. */
const NOT_ONLY_RETURNS = /[\b\x1b\u200d]|\p{M}|[\u{10000}-\u{10ffff}]/u

/** Each text lies over the ones before it, as far as it reaches. */
function lastWritten(line: string): string {
  if (!line.includes("\r")) return line
  const texts = line.split("\r")
  let shown = ""
  let length = 0
  // from the last one back, each adds what reaches beyond those after it
  for (const text of texts.reverse()) {
    if (text.length <= length) continue
    shown += text.slice(length)
    length = text.length
  }
  return withoutBlanks(shown)
}

function withoutBlanks(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === " ") end--
  return text.slice(0, end)
}

/** A line as it was written, or its places once something was written over it: each holds a character, the
 *  escape sequences in front of it and the marks that combine with it. */
type Row = string | string[]

const TOKEN = /\r|\x08|\x1b(?:\[[0-?]*[ -/]*[@-~]|.?)|[^\r\x08\x1b]+/gs

/** Writes a line from the start of row `at` on; returns the row in which the cursor is left. */
function writeOver(rows: Row[], from: number, line: string): number {
  let at = from
  let places = placesOf(rows, at)
  let column = 0
  let escapes = ""
  for (const [token] of line.matchAll(TOKEN)) {
    const move = MOVE.exec(token)
    if (move === null && token.startsWith("\x1b")) {
      escapes += token
      continue
    }
    if (move === null) column = write(places, column, escapes, token)
    else leave(places, column, escapes)
    escapes = ""
    if (token === "\r") column = 0
    else if (token === "\b") column = Math.max(0, column - 1)
    else if (move?.[2] === "A") {
      at = Math.max(0, at - Math.max(1, Number(move[1])))
      places = placesOf(rows, at)
    } else if (move?.[2] === "K") erase(places, column, move[1] ?? "")
  }
  leave(places, column, escapes)
  return at
}

const MOVE = /^(?:[\r\x08]|\x1b\[(\d*)([AK]))$/

/** Escape sequences that nothing follows stay with the character before them. */
function leave(places: string[], column: number, escapes: string): void {
  const last = Math.max(0, column - 1)
  if (escapes === "") return
  noteWritten(places, last)
  places[last] = (places[last] ?? "") + escapes
}

function placesOf(rows: Row[], at: number): string[] {
  const row = rows[at] ?? ""
  if (typeof row !== "string") return row
  const places: string[] = []
  write(places, 0, "", row)
  rows[at] = places
  return places
}

/** Joins what is before it: a mark, a variation selector, a joiner. */
const COMBINING = /^(?:\p{M}|\u200d)$/u

/** Writes characters from a column on; returns the column after them. */
function write(places: string[], from: number, escapes: string, characters: string): number {
  let column = from
  let before = escapes
  // a mark joins what is before the column
  noteWritten(places, from - 1)
  while (places.length < column) places.push(" ")
  for (const character of characters) {
    if (column > 0 && character > "\u02ff" && COMBINING.test(character)) {
      places[column - 1] += character
      continue
    }
    places[column++] = before + character
    before = ""
  }
  return column
}

function erase(places: string[], column: number, mode: string): void {
  if (mode === "" || mode === "0") places.length = Math.min(places.length, column)
  else if (mode === "1") eraseBefore(places, column + 1)
  else places.length = 0
}

/** Where something may be again in a row that was erased from its start: erasing it again and again stays linear. */
const ERASED_UNTIL = new WeakMap<string[], number>()

function eraseBefore(places: string[], end: number): void {
  const from = Math.min(ERASED_UNTIL.get(places) ?? 0, end)
  while (places.length < end) places.push(" ")
  places.fill(" ", from, end)
  ERASED_UNTIL.set(places, Math.max(end, ERASED_UNTIL.get(places) ?? 0))
}

/** Says that something is written from this column on. */
function noteWritten(places: string[], column: number): void {
  const until = ERASED_UNTIL.get(places)
  if (until !== undefined && column < until) ERASED_UNTIL.set(places, column)
}

function rowText(row: Row): string {
  if (typeof row === "string") return row
  let end = row.length
  while (end > 0 && row[end - 1] === " ") end--
  return row.slice(0, end).join("")
}
