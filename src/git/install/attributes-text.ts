// Bytes that are not UTF-8 stay as they are: the text is the file read as Latin-1, in which our own lines are
// plain ASCII.

import { endingOf, withoutEnding } from "../../diff/text/lines.js"

/** The text with our lines in it, under a comment that says whose they are: at the end, where they win over the lines
 *  before, or in the place where an earlier call put some. `text` is undefined where there is no file. A line
 *  that somebody has written by hand and that says the same is left to do the work. */
export function addLines(text: string | undefined, ours: readonly string[]): string {
  const lines = linesOf(text ?? "")
  const own = ownBlock(lines)
  if (own !== undefined) return replacedBlock(lines, own, ours)
  const [line = "", ...exceptions] = ours
  const isWritten = text !== undefined && lines.some((other) => isSameRule(other, line))
  if (isWritten && exceptions.length === 0) return text
  const end = text?.includes("\r\n") ? "\r\n" : "\n"
  const block = (place: Placement): string =>
    [comment(ours.length, place), ...ours].map((each) => each + end).join("")
  if (text === undefined) return block("file")
  if (text === "" || text.endsWith("\n")) return text + block("end")
  return text + end + block("unended")
}

function replacedBlock(lines: readonly string[], { at, count }: OwnBlock, ours: readonly string[]): string {
  const head = lines[at] ?? ""
  const end = endOf(head)
  const place = placementOf(head) ?? "end"
  const last = endOf(lines[at + count]) === "" ? "" : end
  const block = [comment(ours.length, place), ...ours].map((each) => each + end).join("")
  return [
    ...lines.slice(0, at),
    last === "" ? block.slice(0, block.length - end.length) : block,
    ...lines.slice(at + 1 + count),
  ].join("")
}

/** What `removeLine` found: `text` is the file as it was before `addLine`, undefined where that made the file. */
export type Removal =
  | { readonly kind: "absent" }
  | { readonly kind: "changed-by-hand" }
  | { readonly kind: "removed"; readonly text: string | undefined }

/** Removes what `addLines` added. Lines of ours that somebody has changed since are theirs, and stay. */
export function removeLines(text: string): Removal {
  const lines = linesOf(text)
  const own = ownBlock(lines)
  if (own === undefined)
    return { kind: lines.some((line) => isOwnComment(line)) ? "changed-by-hand" : "absent" }
  const before = lines.slice(0, own.at).join("")
  const after = lines.slice(own.at + 1 + own.count).join("")
  const place = placementOf(lines[own.at])
  if (place === "file" && before + after === "") return { kind: "removed", text: undefined }
  // the last line had no end, and needs the one it got only if others have followed
  const lent = place === "unended" && after === "" ? endOf(lines[own.at]).length : 0
  const restored = before.slice(0, before.length - lent)
  return { kind: "removed", text: restored + after }
}

/** Our lines as they are in a text; undefined where there are none. */
export function ownLines(text: string): readonly string[] | undefined {
  const lines = linesOf(text)
  const own = ownBlock(lines)
  return own && lines.slice(own.at + 1, own.at + 1 + own.count).map(withoutEnd)
}

/** The driver's lines in a text, whoever wrote them. */
export function namesDriver(text: string): boolean {
  return linesOf(text).some((line) => /^[^#]*\s(diff|merge|filter)=nbdiff(\s|$)/.test(line))
}

/** Where the lines are: after all others, after a last line that had no end, or in a file of their own. */
type Placement = "end" | "unended" | "file"

const PLACEMENTS = {
  end: ".",
  unended: ", with the line end before.",
  file: ", with this file.",
} as const satisfies Record<Placement, string>

function comment(count: number, place: Placement): string {
  const [which, verb, them] =
    count === 1
      ? ["The next line is", "wrote it", "it"]
      : [`The next ${count} lines are`, "wrote them", "them"]
  return `# ${which} nbdiff's: "nbdiff install" ${verb} and "nbdiff uninstall" removes ${them}${PLACEMENTS[place]}`
}

const COMMENT =
  /^# The next (?:line is|(\d+) lines are) nbdiff's: "nbdiff install" wrote (?:it|them) and "nbdiff uninstall" removes (?:it|them)(\.|, with the line end before\.|, with this file\.)$/

/** Whether a line is the comment over ours. */
export function isOwnComment(line: string | undefined): boolean {
  return COMMENT.test(withoutEnd(line))
}

function placementOf(line: string | undefined): Placement | undefined {
  const end = COMMENT.exec(withoutEnd(line))?.[2]
  return (["end", "unended", "file"] as const).find((place) => PLACEMENTS[place] === end)
}

interface OwnBlock {
  /** Where the comment is. */
  readonly at: number
  /** Lines after it. */
  readonly count: number
}

function ownBlock(lines: readonly string[]): OwnBlock | undefined {
  const at = lines.findIndex((line) => isOwnComment(line))
  if (at < 0) return undefined
  const count = Number(COMMENT.exec(withoutEnd(lines[at]))?.[1] ?? 1)
  const [first, ...exceptions] = lines.slice(at + 1, at + 1 + count).map(withoutEnd)
  const isWhole =
    exceptions.length === count - 1 &&
    /^\*\.ipynb( (diff|merge|filter)=nbdiff)+$/.test(first ?? "") &&
    exceptions.every((line) => / (-?filter|filter=\S+)$/.test(line))
  return isWhole ? { at, count } : undefined
}

/** Each with its end, which the last may lack. */
function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/)
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
