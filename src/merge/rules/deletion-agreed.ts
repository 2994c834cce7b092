import { splitLines } from "../../diff/text/lines.js"
import { isSignificant } from "../text/text-weight.js"
import { canonicalText } from "./canonical-text.js"

/** A cell that one side deleted and whose text the other edited. */
export interface EditedDeletion {
  readonly base: string
  readonly edited: string
  readonly language: string
  /** The sources of the cells that the deleting side wrote or changed. */
  readonly written: readonly string[]
}

/** Whether the deletion takes the edit along: the edit only formats or reorders lines, or its text is in a cell that
 *  the deleting side made of it. */
export function isDeletionAgreed({ base, edited, language, written }: EditedDeletion): boolean {
  const form = canonicalText(base, language)
  if (form !== undefined && form === canonicalText(edited, language)) return true
  if (isReordered(base, edited)) return true
  const lines = writtenLines(edited)
  return isSignificant(lines) && written.some((source) => holdsInOrder(writtenLines(source), lines))
}

function isReordered(base: string, edited: string): boolean {
  const sorted = (text: string): string => writtenLines(text).toSorted().join("\n")
  return sorted(base) === sorted(edited)
}

function writtenLines(text: string): readonly string[] {
  return splitLines(text)
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
}

function holdsInOrder(all: readonly string[], lines: readonly string[]): boolean {
  let next = 0
  for (const line of all) if (line === lines[next]) next++
  return next === lines.length
}
