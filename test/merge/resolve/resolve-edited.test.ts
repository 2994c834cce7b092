import { describe, expect, test } from "vitest"
import { DEFAULT_POLICY } from "../../../src/merge/decisions/policy.js"
import { DEFAULT_MARKER_STYLE, mergeFiles } from "../../../src/merge/merge-files.js"
import {
  canResolveHere,
  conflictedNotebook,
  type MergedFiles,
  resolveNotebook,
} from "../../../src/merge/resolve/resolve.js"
import type { Resolution } from "../../../src/merge/text/line-merge.js"
import { parseNotebook } from "../../../src/notebook/model.js"
import { codeCell, notebookFile, textCell } from "../../support/three.js"

type Saved = { readonly cells: readonly { readonly source: string; readonly metadata: object }[] }

function markedOf({ base, ours, theirs }: MergedFiles): Uint8Array {
  return mergeFiles(base as Uint8Array, ours, theirs, { markerStyle: DEFAULT_MARKER_STYLE }).bytes
}

/** The file as JavaScript reads and writes it, each cell changed. */
function saved(bytes: Uint8Array, change: (cell: Saved["cells"][number]) => object): Uint8Array {
  const json = JSON.parse(Buffer.from(bytes).toString()) as Saved
  return Buffer.from(JSON.stringify({ ...json, cells: json.cells.map(change) }, undefined, 2))
}

function sourcesResolved(bytes: Uint8Array, files: MergedFiles | undefined, choice: Resolution) {
  const conflicted = conflictedNotebook(bytes, files, DEFAULT_POLICY)
  const able = conflicted.conflicts.filter((conflict) => canResolveHere(conflicted, conflict, choice))
  const result = resolveNotebook(conflicted, new Map(able.map((conflict) => [conflict, choice])))
  return { able: able.length, sources: parseNotebook(result).cells.map(({ source }) => source) }
}

const FIRST = textCell("# One\nfirst line", { metadata: { view: { zoom: 1 } } })
const THREE = {
  base: notebookFile([textCell("# Zero"), FIRST]),
  ours: notebookFile([textCell("# Zero")]),
  theirs: Buffer.from(
    Buffer.from(
      notebookFile([textCell("# Zero"), textCell("# One\nlast line", { metadata: { view: { zoom: 2 } } })]),
    )
      .toString()
      .replace('"zoom": 2', '"zoom": 2.0'),
  ),
}

describe("a cell in conflict that was saved since", () => {
  test("is resolved for the base, though the editor spells a number of its metadata in another way", () => {
    const file = saved(markedOf(THREE), (cell) => cell)
    expect(sourcesResolved(file, THREE, "base")).toEqual({
      able: 1,
      sources: ["# Zero", "# One\nfirst line"],
    })
  })

  test("is not offered for the base where its text was edited beside the markers", () => {
    const file = saved(markedOf(THREE), (cell) =>
      cell.source.startsWith("<<<<") ? { ...cell, source: `by hand\n${cell.source}` } : cell,
    )
    expect(sourcesResolved(file, THREE, "base").able).toBe(0)
    expect(sourcesResolved(file, THREE, "theirs").sources).toEqual(["# Zero", "by hand\n# One\nlast line"])
  })
})

describe("a piece of a split cell of which the other side left nothing", () => {
  const files = {
    base: notebookFile([textCell("# Zero"), codeCell("alpha = load(1)\nbeta = load(2)")]),
    ours: notebookFile([textCell("# Zero"), codeCell("alpha = load(1)"), codeCell("beta = load(2)")]),
    theirs: notebookFile([textCell("# Zero"), codeCell("")]),
  }

  test.each([
    ["with the versions", files],
    ["from the markers alone", undefined],
  ])("goes where that side is chosen, %s", (_, known) => {
    const marked = markedOf(files)
    expect(sourcesResolved(marked, known, "theirs").sources).toEqual(["# Zero", ""])
    expect(sourcesResolved(marked, known, "ours").sources).toEqual([
      "# Zero",
      "alpha = load(1)",
      "beta = load(2)",
    ])
  })
})
