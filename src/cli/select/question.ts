import type { NotebookDiff } from "../../diff/model/notebook-diff.js"
import { cellAt } from "../../select/atom.js"
import { choiceName, choicePlace, choiceWords } from "../../select/choice-words.js"
import type { Choice } from "../../select/choices.js"

/** Describes one thing that can be chosen in a file. */
export type Question =
  | { readonly kind: "parts"; readonly choice: Choice }
  /** The whole file was deleted. */
  | { readonly kind: "deletion"; readonly path: string; readonly cells: number | undefined }
  | { readonly kind: "mode"; readonly before: string; readonly after: string }

/** Returns what a question is about: `cell 3 (source +1 −1, 1 output)`. */
export function questionWords(question: Question, diff: NotebookDiff | undefined): string {
  switch (question.kind) {
    case "parts":
      return diff === undefined
        ? ""
        : `${choicePlace(diff, question.choice)} (${choiceWords(diff, question.choice)})`
    case "deletion":
      return `deletion of ${question.path}${cellCount(question.cells)}`
    case "mode":
      return `mode change ${question.before} → ${question.after}`
  }
}

function cellCount(cells: number | undefined): string {
  return cells === undefined ? "" : ` (${cells} ${cells === 1 ? "cell" : "cells"})`
}

/** Returns the line of `--list`, without the id. */
export function listedWords(question: Question, diff: NotebookDiff | undefined): string {
  if (question.kind !== "parts" || diff === undefined) return questionWords(question, diff)
  return `${choicePlace(diff, question.choice)}: ${choiceWords(diff, question.choice)}`
}

export function questionName(question: Question, diff: NotebookDiff | undefined): string {
  return question.kind === "parts" && diff !== undefined ? choiceName(diff, question.choice) : ""
}

export function partsOf(question: Question): readonly Question[] {
  return question.kind === "parts" ? question.choice.parts.map((choice) => ({ kind: "parts", choice })) : []
}

/** Returns the cell whose source can be edited before it is taken; undefined if there is none. */
export function editableCell(question: Question, diff: NotebookDiff | undefined): number | undefined {
  if (question.kind !== "parts" || diff === undefined) return undefined
  const { cell, atoms } = question.choice
  if (cell === undefined || cellAt(diff, cell).after.length !== 1) return undefined
  const { kind } = cellAt(diff, cell)
  const hasSource = atoms.some((atom) => atom.kind === "hunk" || (atom.kind === "cell" && kind === "added"))
  return hasSource ? cell : undefined
}
