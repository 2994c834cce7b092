import { expect, test } from "vitest"
import { NO_PALETTE } from "../../src/render/ink/palette.js"
import { type FileStat, renderStat } from "../../src/render/stat.js"

function stat(path: string, added: number, deleted: number, over: Partial<FileStat> = {}): FileStat {
  return {
    names: { path, status: "modified" },
    lines: { added, deleted },
    ...{ cells: 0, outputs: 0, rerun: 0, stale: 0 },
    ...over,
  }
}

test("lines as git draws them, then cells and outputs", () => {
  const files = [
    stat("a.ipynb", 3, 1, { cells: 2 }),
    stat("long/b.ipynb", 0, 0, { outputs: 2, cells: 1 }),
    stat("c", 0, 0, { rerun: 4 }),
  ]
  expect(renderStat(files, 80, NO_PALETTE)).toBe(
    [
      " a.ipynb      | 4 +++- 2 cells",
      " long/b.ipynb | 0      1 cell, 2 outputs",
      " c            | 0      4 only re-run",
      " 3 notebooks changed, 3 cells, 3 insertions(+), 1 deletion(-)",
      "",
    ].join("\n"),
  )
})

test("graphs keep their proportions, and a sign of each kind that there is", () => {
  const rows = renderStat([stat("a", 1000, 1), stat("b", 0, 500)], 60, NO_PALETTE).split("\n")
  expect(rows[0]).toMatch(/^ a \| 1001 \++-$/)
  expect(rows[1]).toMatch(/^ b \| {2}500 -+$/)
  const [long, half] = rows.map((row) => row.match(/[+-]+$/)?.[0].length ?? 0)
  expect(long! / half!).toBeCloseTo(2, 0)
  expect(rows[0]!.length).toBeLessThanOrEqual(60)
})

test("a long path keeps its end", () => {
  expect(renderStat([stat("a/very/long/path/to/some/notebook.ipynb", 1, 0)], 40, NO_PALETTE)).toMatch(
    /^ \.\.\.me\/notebook\.ipynb \| 1 \+/,
  )
})
