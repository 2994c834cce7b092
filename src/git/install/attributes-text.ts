// Bytes that are no UTF-8 stay as they are: the text is the file read as Latin-1, in which our own lines are
// plain ASCII.

import { endingOf, withoutEnding } from "../../diff/text/lines.js"

/** The text with `line` in it, under a comment that says whose it is: at the end, where it wins over the lines
 *  before, or in the place where an earlier call put one. `text` is undefined where there is no file. A line
 *  that somebody has written by hand and that says the same is left to do the work. */
export function addLine(text: string | undefined, line: string): string {
  const lines = linesOf(text ?? "")
  const own = lines.findIndex((_, at) => isOwn(lines, at))
  if (own >= 0) return lines.with(own + 1, line + endOf(lines[own + 1])).join("")
  if (text !== undefined && lines.some((other) => isSameRule(other, line))) return text
  const end = text?.includes("\r\n") ? "\r\n" : "\n"
  const block = (comment: string) => comment + end + line + end
  if (text === undefined) return block(COMMENTS.file)
  if (text === "" || text.endsWith("\n")) return text + block(COMMENTS.end)
  return text + end + block(COMMENTS.unended)
}

/** What `removeLine` found: `text` is the file as it was before `addLine`, undefined where that made the file. */
export type Removal =
  | { readonly kind: "absent" }
  | { readonly kind: "changed-by-hand" }
  | { readonly kind: "removed"; readonly text: string | undefined }

/** Takes away what `addLine` added. A line of ours that somebody has changed since is theirs, and stays. */
export function removeLine(text: string): Removal {
  const lines = linesOf(text)
  const own = lines.findIndex((_, at) => isOwn(lines, at))
  if (own < 0) return { kind: lines.some((line) => isComment(line)) ? "changed-by-hand" : "absent" }
  const before = lines.slice(0, own).join("")
  const after = lines.slice(own + 2).join("")
  const comment = withoutEnd(lines[own])
  if (comment === COMMENTS.file && before + after === "") return { kind: "removed", text: undefined }
  // the last line had no end, and needs the one it got only if others have followed
  const lent = comment === COMMENTS.unended && after === "" ? endOf(lines[own]).length : 0
  const restored = before.slice(0, before.length - lent)
  return { kind: "removed", text: restored + after }
}

/** The driver's lines in a text, whoever wrote them. */
export function namesDriver(text: string): boolean {
  return linesOf(text).some((line) => /^[^#]*\s(diff|merge|filter)=nbdiff(\s|$)/.test(line))
}

const COMMENT = `# The next line is nbdiff's: "nbdiff install" wrote it and "nbdiff uninstall" removes it`

/** Where the line stands: after all others, after a last line that had no end, or in a file of its own. */
const COMMENTS = {
  end: `${COMMENT}.`,
  unended: `${COMMENT}, with the line end before.`,
  file: `${COMMENT}, with this file.`,
} as const

/** Each with its end, which the last may lack. */
function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/)
}

function isOwn(lines: readonly string[], at: number): boolean {
  return isComment(lines[at]) && /^\*\.ipynb( (diff|merge|filter)=nbdiff)+$/.test(withoutEnd(lines[at + 1]))
}

function isComment(line: string | undefined): boolean {
  return (Object.values(COMMENTS) as readonly string[]).includes(withoutEnd(line))
}

function withoutEnd(line: string | undefined): string {
  return withoutEnding(line ?? "")
}

function endOf(line: string | undefined): string {
  return endingOf(line ?? "")
}

function isSameRule(other: string, line: string): boolean {
  const words = other.trim().split(/[ \t]+/)
  return words[0] === "*.ipynb" && line.split(" ").every((word) => words.includes(word))
}
