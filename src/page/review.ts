import { all } from "./dom.js"
import { startKeys } from "./keys.js"
import { startLayout } from "./layout.js"
import type { MarkStore } from "./marks.js"
import { openNote, showNotes } from "./notes.js"
import { followOutline } from "./outline.js"
import { fitFrames, startPictures } from "./pictures.js"
import { showLinked, showPlace } from "./position.js"
import { keyOf, openState, type ReviewState } from "./review-state.js"
import { startScrolling } from "./scrolling.js"
import { takeOver } from "./take-over.js"
import { showProgress, showViewed } from "./viewed.js"

/** A page that has its keys, marks and notes. */
export interface Review {
  /** Puts another version of the page in the place of this one. What is equal stays as it is: folds, views, notes. */
  readonly takeOver: (fresh: Document) => void
}

/** Makes the page handy. Without it, all is there to be read. */
export function startReview(store: MarkStore): Review {
  const state = openState(store)
  startScrolling()
  startKeys(state)
  addEventListener("hashchange", () => showLinked(state))
  startLayout()
  startPictures()
  index(state)
  showLinked(state)
  return { takeOver: (fresh) => takeOver(state, fresh, () => index(state)) }
}

/** Finds the page's cells, and shows what is known of them. */
function index(state: ReviewState): void {
  state.cells = all("article.cell")
  followOutline(state)
  for (const cell of state.cells) {
    showViewed(state, cell)
    if (state.notes[keyOf(cell)]) openNote(state, cell, false)
  }
  showProgress(state)
  showNotes(state)
  showPlace(state)
  fitFrames(document)
}
