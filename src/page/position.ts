import { all, one } from "./dom.js"
import { keyOf, type ReviewState } from "./review-state.js"
import { scrollToCell } from "./scrolling.js"

/** Goes to a cell by its place. */
export function show(state: ReviewState, to: number): void {
  const cell = state.cells[to]
  if (cell === undefined) return
  select(state, to)
  scrollToCell(cell)
  cell.focus({ preventScroll: true })
  history.replaceState(null, "", `#${cell.id}`)
}

/** Makes a cell the current one, and leaves the page where it is. */
export function select(state: ReviewState, to: number): void {
  state.cells[state.current]?.classList.remove("cur")
  state.current = to
  state.cells[to]?.classList.add("cur")
  showPlace(state)
}

export function showPlace({ cells, current }: ReviewState): void {
  const at = one(".at")
  if (at)
    at.textContent =
      current < 0
        ? `${cells.length} ${cells.length === 1 ? "change" : "changes"}`
        : `${current + 1} / ${cells.length}`
}

/** Returns the next change that is not viewed, from the other end on where there is none ahead. */
export function nextUnseen({ cells, current, viewed }: ReviewState, by: 1 | -1): number {
  for (let step = 1; step <= cells.length; step++) {
    const at = (current + step * by + 2 * cells.length) % cells.length
    const cell = cells[at]
    if (cell && !viewed.has(keyOf(cell))) return at
  }
  return -1
}

/** Goes to the file before or after that of the current cell. */
export function showFile(state: ReviewState, by: 1 | -1): void {
  const sections = all(".nb")
  const here = state.cells[state.current]?.closest<HTMLElement>(".nb")
  const at = here ? sections.indexOf(here) : -1
  const section = sections[Math.max(0, at + by)]
  if (section === undefined) return
  select(
    state,
    state.cells.findIndex((cell) => section.contains(cell)),
  )
  scrollToCell(section)
}

/** Goes to the cell that the address names. */
export function showLinked(state: ReviewState): void {
  const linked = state.cells.findIndex((cell) => `#${cell.id}` === location.hash)
  const cell = state.cells[linked]
  if (cell === undefined) return
  select(state, linked)
  scrollToCell(cell)
}
