import { expect, test } from "vitest"
import { cellIdFor } from "../../../src/notebook/cell-id.js"
import { codeCell, mergeOf, notebookFile } from "../../support/three.js"

const cell = (id: string | undefined, source: string) => codeCell(source, id === undefined ? {} : { id })
const [A, B, C] = ["a = load()\nshow(a)", "b = make(2)\nplot(b)", "c = read(3)\nsave(c)"]

function ids(...merge: Parameters<typeof mergeOf>) {
  const { cells, decisions } = mergeOf(...merge)
  return [cells.map(({ id }) => id), decisions]
}

test("a cell of theirs that has the id of another cell gets a new one, made from its content", () => {
  const made = cellIdFor({ type: "code", source: C }, new Set())
  const merge = ids([cell("a", A)], [cell("a", A), cell("x", B)], [cell("x", C), cell("a", A)])
  expect(merge).toEqual([[made, "a", "x"], ["new-id"]])
})

test("an id that is twice in one side stays as it was", () => {
  expect(
    ids(
      [cell("a", A), cell("a", B)],
      [cell("a", A), cell("a", B), cell("c", C)],
      [cell("a", A), cell("a", `${B}\nmore()`)],
    ),
  ).toEqual([["a", "a", "c"], []])
})

test("a cell of 4.5 that has no id gets none, from a side alone", () => {
  const file = (...sources: readonly string[]) =>
    notebookFile(
      sources.map((source) => codeCell(source)),
      { nbformat_minor: 5 },
    )
  expect(ids(file(A, B), file(`${A}\nx`, B), file(A, `${B}\ny`))).toEqual([[undefined, undefined], []])
})

test("where one side went to 4.5, a cell of the other gets an id made from its content", () => {
  const base = [codeCell(A)]
  const made = cellIdFor({ type: "code", source: C }, new Set())
  expect(ids(base, [codeCell(A), codeCell(C)], [cell("a", A), cell("b", B)])).toEqual([
    ["a", made, "b"],
    ["both-inserted"],
  ])
})

test("two cells with one content get two ids", () => {
  const base = notebookFile([], { nbformat_minor: 4 })
  const [merged] = ids(base, notebookFile([codeCell(A), codeCell(A)], { nbformat_minor: 4 }), [cell("b", B)])
  const made = cellIdFor({ type: "code", source: A }, new Set())
  expect(merged).toEqual([made, `${made}-2`, "b"])
})

test("an id that both sides made again is ours', without a conflict", () => {
  expect(ids([cell("a", A)], [cell("o", A)], [cell("t", A)])).toEqual([["o"], ["id-differs"]])
})

test("an id that one side alone made again is that one", () => {
  expect(ids([cell("a", A)], [cell("a", `${A}\nx`)], [cell("t", A)])).toEqual([["t"], []])
})

test("a side's file with ids that are twice comes out as it is where the other side changed nothing", () => {
  const base = notebookFile([cell("a", A), cell("a", B), cell("c", C)])
  const side = notebookFile([cell("a", A), cell("a", `${B}\nmore()`), cell("c", C), cell("c", "new()")])
  for (const [ours, theirs] of [
    [base, side],
    [side, base],
    [side, side],
  ] as const)
    expect(Buffer.from(mergeOf(base, ours, theirs).bytes).toString()).toBe(Buffer.from(side).toString())
})
