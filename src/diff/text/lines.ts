/** The lines of a text, each with its own ending; only the last one may lack one. Lines end at "\n" (an "\r"
 *  before it is part of the ending, a lone "\r" is not one). Joined they are the text. */
export function splitLines(text: string): readonly string[] {
  const lines: string[] = []
  let from = 0
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
    lines.push(text.slice(from, at + 1))
    from = at + 1
  }
  if (from < text.length) lines.push(text.slice(from))
  return lines
}

/** A text whose lines are all ended, so that a line reads the same whether or not another one follows, and
 *  what the last one really ends with: "\n", "\r\n", a lone "\r", or nothing. */
export interface EndedLines {
  readonly lines: readonly string[]
  readonly end: string
}

/** The text's lines, the last one ended as the one before it, or else with `ending`. */
export function endedLines(text: string, ending: string): EndedLines {
  const lines = splitLines(text)
  const last = lines.at(-1) ?? ""
  const own = endingOf(last)
  if (last === "" || own !== "") return { lines, end: own }
  if (last.endsWith("\r")) return { lines: lines.with(-1, `${last}\n`), end: "\r" }
  return { lines: lines.with(-1, last + (endingOf(lines.at(-2) ?? "") || ending)), end: "" }
}

/** The text of lines that are all ended, the last one ending with `end` instead where that is not a line's end. A
 *  blank last line that is to end with nothing is the ending of the line before it. */
export function joinedLines({ lines, end }: EndedLines): string {
  const text = lines.join("")
  if (end.endsWith("\n")) return text
  return text === "" ? "" : text.slice(0, text.length - endingOf(text.slice(-2)).length) + end
}

/** The ending of the first line that has one, "" when none has. */
export function firstEnding(text: string): string {
  const at = text.indexOf("\n")
  return at < 0 ? "" : endingOf(text.slice(0, at + 1))
}

/** "\r\n", "\n" or "". */
export function endingOf(line: string): string {
  if (line.endsWith("\r\n")) return "\r\n"
  return line.endsWith("\n") ? "\n" : ""
}

/** The line, or the text, without the ending of its last line. */
export function withoutEnding(text: string): string {
  return text.slice(0, text.length - endingOf(text).length)
}
