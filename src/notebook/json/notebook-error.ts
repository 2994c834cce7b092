/** Why bytes could not be read as a notebook. */
export type NotebookErrorCode =
  | "empty"
  | "syntax"
  | "encoding"
  | "depth"
  | "lfs-pointer"
  | "not-a-notebook"
  | "unsupported"

/** The one error that bad input throws. `offset` is a byte offset; `line` and `column` count from 1,
 *  the column in bytes. The message holds the place and no file name: who opened the file adds it. */
export class NotebookError extends Error {
  override readonly name = "NotebookError"
  readonly code: NotebookErrorCode
  readonly offset: number
  readonly line: number
  readonly column: number

  constructor(code: NotebookErrorCode, reason: string, bytes: Uint8Array, offset: number) {
    const { line, column } = placeOf(bytes, offset)
    super(code === "empty" ? reason : `line ${line}, column ${column}: ${reason}`)
    this.code = code
    this.offset = offset
    this.line = line
    this.column = column
  }
}

const LINE_FEED = 0x0a

function placeOf(bytes: Uint8Array, offset: number): { line: number; column: number } {
  let line = 1
  let lineStart = 0
  for (let i = bytes.indexOf(LINE_FEED); i >= 0 && i < offset; i = bytes.indexOf(LINE_FEED, i + 1)) {
    line++
    lineStart = i + 1
  }
  return { line, column: offset - lineStart + 1 }
}
