/** Frames for which a cell has to be still, and frames that it is looked for at most. */
const STILL_FRAMES = 6
const MOST_FRAMES = 90

/** Counts the ways that a reader or the script went: the latest counts. */
let way = 0

/** Lets a reader go elsewhere while the page scrolls. */
export function startScrolling(): void {
  for (const leave of ["wheel", "pointerdown", "touchmove", "keydown"]) {
    addEventListener(leave, () => way++, { passive: true, capture: true })
  }
}

/** Cells out of sight have a guessed height, so the cell is looked for again until it is still for a while, or the
 *  reader goes elsewhere. */
export function scrollToCell(cell: HTMLElement): void {
  const own = ++way
  const again = (left: number, still: number): void => {
    const before = cell.getBoundingClientRect().top
    cell.scrollIntoView({ block: "start" })
    requestAnimationFrame(() => {
      if (own !== way || left === 0) return
      const isStill = Math.abs(cell.getBoundingClientRect().top - before) <= 1
      if (!isStill || still < STILL_FRAMES) again(left - 1, isStill ? still + 1 : 0)
    })
  }
  again(MOST_FRAMES, 0)
}
