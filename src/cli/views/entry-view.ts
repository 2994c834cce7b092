import type { ReviewEntry } from "../../html/review-options.js"
import type { DiffView } from "./diff-view.js"

/** Passes on what a page needs to know about each file, and writes nothing. */
export function entryView(add: (entry: ReviewEntry) => void): DiffView {
  const added = (entry: ReviewEntry): readonly string[] => {
    add(entry)
    return []
  }
  return {
    showsEqual: false,
    comparesImages: true,
    notebooks: ({ names }, diff, comparePixels) => added({ kind: "notebooks", names, diff, comparePixels }),
    text: ({ names }, patch) => added({ kind: "text", names, patch }),
    unmerged: (path) => added({ kind: "unmerged", path }),
    end: () => [],
  }
}
