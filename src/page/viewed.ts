import { all, one } from "./dom.js"
import { keyOf, type ReviewState } from "./review-state.js"

/** Marks a change as viewed, or not, wherever the page shows it. */
export function setViewed(state: ReviewState, cell: HTMLElement, isViewed: boolean): void {
  if (isViewed) state.viewed.add(keyOf(cell))
  else state.viewed.delete(keyOf(cell))
  state.save()
  for (const same of state.cells) if (keyOf(same) === keyOf(cell)) showViewed(state, same)
  showProgress(state)
}

export function showViewed({ viewed, links }: ReviewState, cell: HTMLElement): void {
  const isViewed = viewed.has(keyOf(cell))
  cell.classList.toggle("done", isViewed)
  const box = one<HTMLInputElement>("[data-act=seen]", cell)
  if (box) box.checked = isViewed
  links.get(cell.id)?.classList.toggle("done", isViewed)
}

export function showProgress({ cells, viewed }: ReviewState): void {
  const seen = cells.filter((cell) => viewed.has(keyOf(cell))).length
  const words = one(".prog")
  if (words) words.textContent = cells.length === 0 ? "" : `${seen} of ${cells.length} viewed`
  for (const item of all(".side .file")) {
    const own = all("ol>li:not(.same)", item)
    item.classList.toggle("done", own.length > 0 && own.every((li) => li.classList.contains("done")))
  }
}
