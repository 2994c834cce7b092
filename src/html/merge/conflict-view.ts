import type { RecordedConflict } from "../../merge/resolve/recorded-conflicts.js"
import type { ConflictedNotebook } from "../../merge/resolve/resolve.js"
import { offeredTakes } from "../../merge/rework/open-places.js"
import { placeBases } from "../../merge/rework/place-bases.js"
import { placeLines } from "../../merge/rework/place-choices.js"
import type { PlaceState } from "../../merge/rework/rework-state.js"
import type { MarkedConflict } from "../../merge/text/marker-parser.js"
import { languageOf } from "../../notebook/cell-language.js"
import { type JsonValue, rawTextOf } from "../../notebook/json/json-value.js"
import type { Notebook } from "../../notebook/model.js"
import { safeText } from "../../render/ink/safe-text.js"
import { counted } from "../../render/words/quantity.js"
import { type Html, html, NOTHING } from "../markup/html.js"
import { type Place, placeView, type Version } from "./place-view.js"
import { plainLines, versionLines } from "./version-lines.js"

/** What a reader has to know of a conflict, in a few words. */
export function conflictWords(conflict: RecordedConflict): string {
  switch (conflict.kind) {
    case "source":
      return conflict.deletedBy === undefined
        ? "both sides edited the same lines"
        : `edited on one side, deleted by ${conflict.deletedBy}`
    case "field":
      return `${safeText(conflict.field.path.join("."))} set two ways`
    case "insertion":
      return "both sides inserted cells here"
    case "stray":
      return "markers that do not add up"
  }
}

/** One conflict of the opened file, with the state of its places. */
export interface ShownConflict {
  readonly conflicted: ConflictedNotebook
  readonly conflict: RecordedConflict
  readonly index: number
  readonly states: readonly PlaceState[]
  /** The number of its first place among all places, from 0, and how many those are. */
  readonly first: number
  readonly total: number
}

/** Returns a conflict: its places, and of a source the lines between them once. */
export function conflictView(shown: ShownConflict): Html {
  const { conflict } = shown
  switch (conflict.kind) {
    case "source":
      return sourceView(shown, conflict)
    case "field":
      return placeView({ ...placeOf(shown, 0), ...fieldPlace(shown, conflict) })
    case "insertion":
      return placeView({ ...placeOf(shown, 0), ...insertionPlace(shown, conflict) })
    case "stray":
      return strayView(shown)
  }
}

type Common = Omit<Place, "versions" | "result">

function placeOf(
  { conflicted, conflict, index, states, first, total }: ShownConflict,
  place: number,
): Common {
  return {
    conflict: index,
    place,
    name: `Place ${first + place + 1} of ${total}`,
    state: states[place],
    takes: offeredTakes(conflicted, conflict, place),
    isWritable: conflict.kind === "source",
  }
}

type SourceConflict = RecordedConflict & { readonly kind: "source" }

function sourceView(shown: ShownConflict, conflict: SourceConflict): Html {
  const { notebook } = shown.conflicted
  const cell = notebook.cells[conflict.cell]
  const language = cell === undefined ? "" : languageOf(notebook, cell)
  const { chunks } = conflict.text
  const bases = placeBases(shown.conflicted, conflict)
  let at = 0
  const body = chunks.map((chunk, i) => {
    if (chunk.kind === "plain") return contextLines(chunk.lines, i === 0, i === chunks.length - 1, language)
    const place = at++
    const lines = { chunk, base: bases[place], state: shown.states[place] }
    return placeView({ ...placeOf(shown, place), ...chunkPlace(lines, conflict, language) })
  })
  return html`<div class="csrc">${body}</div>`
}

/** Lines that are shown beside a place where more are between two. */
const NEAR = 3
/** Lines that a fold has to save. */
const LEAST_FOLDED = 4

function contextLines(lines: readonly string[], isFirst: boolean, isLast: boolean, language: string): Html {
  if (lines.length === 0) return NOTHING
  const rows = plainLines(lines.join(""), language)
  const [top, bottom] = [isFirst ? 0 : NEAR, isLast ? 0 : NEAR]
  const hidden = rows.slice(top, Math.max(top, rows.length - bottom))
  if (hidden.length < LEAST_FOLDED) return html`<div class="lns ctx">${rows}</div>`
  return html`<div class="lns ctx">${rows.slice(0, top)}<details class="gap"><summary>${counted(hidden.length, "more line")}</summary>${hidden}</details>${bottom > 0 && rows.slice(-bottom)}</div>`
}

interface PlaceLines {
  readonly chunk: MarkedConflict
  readonly base: readonly string[] | undefined
  readonly state: PlaceState
}

function chunkPlace(
  { chunk, base: baseLines, state }: PlaceLines,
  { deletedBy }: SourceConflict,
  language: string,
): Pick<Place, "versions" | "result"> {
  const [ours, theirs] = [chunk.ours.join(""), chunk.theirs.join("")]
  const base = baseLines?.join("")
  const version = (side: "ours" | "theirs", text: string, other: string): Version =>
    deletedBy === side
      ? {
          label: chunk.labels[side].replace(/ \(deleted\)$/, ""),
          body: html`<p class="gone">${side === "ours" ? "Ours" : "Theirs"} deleted this cell</p>`,
          action: "Delete the cell",
        }
      : { label: chunk.labels[side], body: versionLines(text, base ?? other, language) }
  return {
    versions: {
      ours: version("ours", ours, theirs),
      theirs: version("theirs", theirs, ours),
      base:
        base === undefined
          ? undefined
          : {
              label: chunk.labels.base,
              body: versionLines(base, deletedBy === "ours" ? theirs : ours, language),
            },
    },
    result: () => {
      const lines = state === undefined ? [] : placeLines(chunk, state, baseLines)
      if (lines.length > 0) return html`<div class="lns">${plainLines(lines.join(""), language)}</div>`
      const isGone = deletedBy !== undefined && state === deletedBy
      return html`<p class="gone">${isGone ? "the cell is deleted" : "nothing here"}</p>`
    },
  }
}

function fieldPlace(
  { states: [state] }: ShownConflict,
  { field }: RecordedConflict & { readonly kind: "field" },
): Pick<Place, "versions" | "result"> {
  const value = (side: "ours" | "base" | "theirs"): Version => ({ label: "", body: valueHtml(field[side]) })
  const taken = state === "theirs" || state === "base" ? state : "ours"
  return {
    versions: { ours: value("ours"), base: value("base"), theirs: value("theirs") },
    result: () => valueHtml(field[taken]),
  }
}

function valueHtml(value: JsonValue | undefined): Html {
  if (value === undefined) return html`<p class="gone">not set</p>`
  return html`<div class="lns">${plainLines(rawTextOf(value), "json")}</div>`
}

function insertionPlace(
  { conflicted: { notebook }, states: [state] }: ShownConflict,
  { runs, cell }: RecordedConflict & { readonly kind: "insertion" },
): Pick<Place, "versions" | "result"> {
  const run = (side: "ours" | "theirs"): Html =>
    runHtml(notebook, runs?.[side] ?? (side === "theirs" ? [cell] : []))
  return {
    versions: {
      ours: { label: "", body: run("ours"), action: "Only ours" },
      base: { label: "", body: html`<p class="gone">no cell here</p>`, action: "Neither" },
      theirs: { label: "", body: run("theirs"), action: "Only theirs" },
    },
    result: () => {
      if (state === "base") return html`<p class="gone">neither: these cells go</p>`
      if (state === "ours" || state === "theirs") return run(state)
      return html`${run("ours")}${run("theirs")}`
    },
  }
}

function runHtml(notebook: Notebook, cells: readonly number[]): Html {
  return html`${cells.map((index) => {
    const cell = notebook.cells[index]
    if (cell === undefined) return NOTHING
    return html`<div class="lns run">${plainLines(cell.source, languageOf(notebook, cell))}</div>`
  })}`
}

function strayView({ conflicted: { notebook }, conflict }: ShownConflict): Html {
  const cell = conflict.cell === undefined ? undefined : notebook.cells[conflict.cell]
  const lines = cell === undefined ? [] : plainLines(cell.source, languageOf(notebook, cell))
  return html`<p class="note">These lines look like conflict markers, and do not add up to a conflict: edit the cell.</p><div class="lns ctx">${lines}</div>`
}
