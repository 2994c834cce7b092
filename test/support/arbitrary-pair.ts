import fc from "fast-check"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import type { NotebookDiff } from "../../src/diff/model/notebook-diff.js"
import { parseNotebook } from "../../src/notebook/model.js"
import { arbitraryThree } from "./arbitrary-merge.js"
import { arbitraryNotebookBytes } from "./arbitrary-notebook.js"

/** Two files: a notebook and what was made of it, what two people made of one, or two that have nothing to do with
 *  each other. */
export type FilePair = readonly [Uint8Array, Uint8Array]

export function arbitraryPair(): fc.Arbitrary<FilePair> {
  const three = arbitraryThree()
  return fc.oneof(
    { weight: 3, arbitrary: three.map(({ base, ours }): FilePair => [base, ours]) },
    { weight: 2, arbitrary: three.map(({ ours, theirs }): FilePair => [ours, theirs]) },
    { weight: 2, arbitrary: fc.tuple(arbitraryNotebookBytes(), arbitraryNotebookBytes()) },
  )
}

export function diffFiles([a, b]: FilePair): NotebookDiff {
  return diffNotebooks(parseNotebook(a), parseNotebook(b))
}
