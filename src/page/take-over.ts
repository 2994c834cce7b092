import { all, one } from "./dom.js"
import { isSplit, makeTwins } from "./layout.js"
import { carryNotes } from "./notes.js"
import { select } from "./position.js"
import { keyOf, type ReviewState, withCurrent } from "./review-state.js"

/** Puts another version of the page in the place of this one. What is equal stays as it is: folds, views, notes.
 *  `index` finds the cells again. */
export function takeOver(state: ReviewState, fresh: Document, index: () => void): void {
  const shown = all("main [data-h]")
  const coming = all("main [data-h]", fresh)
  const anchor = anchorOf(shown, coming)
  const offset = anchor?.getBoundingClientRect().top ?? 0
  const key = withCurrent(state, keyOf)
  const place = state.current
  const typing = document.activeElement
  const before = new Map(state.cells.map((cell) => [cell.id, keyOf(cell)]))
  keepEqual(shown, coming)
  one("main")?.replaceChildren(...(one("main", fresh)?.childNodes ?? []))
  one("#side")?.replaceChildren(...(one("#side", fresh)?.childNodes ?? []))
  document.title = fresh.title
  carryNotes(state, before)
  if (isSplit()) makeTwins(document)
  index()
  const same = state.cells.findIndex((cell) => keyOf(cell) === key)
  // a cell that was changed again stays the current one, in its place
  select(state, same >= 0 || place < 0 ? same : Math.min(place, state.cells.length - 1))
  if (anchor) scrollBy(0, anchor.getBoundingClientRect().top - offset)
  if (typing instanceof HTMLTextAreaElement) typeOn(state, typing)
}

function hashOf(element: HTMLElement): string {
  return element.dataset.h ?? ""
}

/** Returns what stays in sight and is to stay where it is: the first that is still there, else the last before it. */
function anchorOf(shown: readonly HTMLElement[], coming: readonly HTMLElement[]): HTMLElement | undefined {
  const kept = new Set(coming.map(hashOf))
  const staying = shown.filter((element) => kept.has(hashOf(element)))
  return staying.find((element) => element.getBoundingClientRect().bottom > 60) ?? staying.at(-1)
}

/** Puts what is shown now into the version that comes, wherever that has the same. */
function keepEqual(shown: readonly HTMLElement[], coming: readonly HTMLElement[]): void {
  const old = new Map<string, HTMLElement[]>()
  for (const element of shown) old.set(hashOf(element), [...(old.get(hashOf(element)) ?? []), element])
  for (const element of coming) {
    const same = old.get(hashOf(element))?.shift()
    if (same === undefined) continue
    same.id = element.id
    element.replaceWith(same)
  }
}

/** Goes on typing, in the same note or in the one that took its place. */
function typeOn(state: ReviewState, area: HTMLTextAreaElement): void {
  const to = area.isConnected
    ? area
    : withCurrent(state, (cell) => one<HTMLTextAreaElement>(".notebox", cell))
  to?.focus({ preventScroll: true })
  to?.setSelectionRange(area.selectionStart, area.selectionEnd)
}
