import { describe, expect, test } from "vitest"
import { codeCell, mergeOf, ran, textCell } from "../../support/three.js"

const NOTE = "**Draft: do not cite.**"
const TITLE = "# Prices of flats\n\nWhere the data come from."
const LOAD = codeCell('flats = load("flats.csv")')

const base = [textCell(TITLE), LOAD]

function bothWays(ours: readonly object[], theirs: readonly object[], from: readonly object[] = base) {
  return [mergeOf(from, ours, theirs), mergeOf(from, theirs, ours)].map(({ sources, decisions }) => ({
    sources,
    decisions,
  }))
}

describe("a text that one side inserted as a cell and the other in the cell beside it", () => {
  test.each([
    ["at the top", [textCell(NOTE), textCell(TITLE), LOAD], `${NOTE}\n\n${TITLE}`],
    ["at the end", [textCell(TITLE), textCell(NOTE), LOAD], `${TITLE}\n\n${NOTE}`],
  ])("%s is once, in that cell", (_, ours, merged) => {
    for (const merge of bothWays(ours, [textCell(merged), LOAD]))
      expect(merge).toEqual({
        sources: [merged, 'flats = load("flats.csv")'],
        decisions: ["inserted-within"],
      })
  })

  test("is still there where the rest of the cell is in conflict", () => {
    const ours = [textCell(NOTE), textCell(TITLE.replace("Where", "From where")), LOAD]
    for (const { sources, decisions } of bothWays(ours, [
      textCell(`${NOTE}\n\n${TITLE.replace("Where", "Whence")}`),
      LOAD,
    ])) {
      expect(decisions).toEqual(["source", "inserted-within"])
      expect(sources.join("\n").split(NOTE)).toHaveLength(2)
    }
  })
})

describe("both are kept", () => {
  const inTitle = [textCell(`${NOTE}\n\n${TITLE}`), LOAD]

  test.each([
    ["cells of two types", [codeCell(NOTE), textCell(TITLE), LOAD], inTitle],
    ["a cell with metadata", [textCell(NOTE, { metadata: { tags: ["a"] } }), textCell(TITLE), LOAD], inTitle],
    ["another place", [textCell(TITLE), LOAD, textCell(NOTE)], inTitle],
    ["another text", [textCell(`${NOTE} Or do.`), textCell(TITLE), LOAD], inTitle],
    ["too short a text", [textCell("---"), textCell(TITLE), LOAD], [textCell(`---\n\n${TITLE}`), LOAD]],
  ])("of %s", (_, ours, theirs) => {
    for (const { sources, decisions } of bothWays(ours, theirs)) {
      expect(sources).toHaveLength(3)
      expect(decisions).toEqual([])
    }
  })

  test("of a cell that ran", () => {
    const show = "print(flats.describe())"
    const ours = [textCell(TITLE), LOAD, codeCell(show, ran("count 3", 4))]
    for (const { sources } of bothWays(ours, [
      textCell(TITLE),
      codeCell(`flats = load("flats.csv")\n${show}`),
    ]))
      expect(sources).toHaveLength(3)
  })

  test("where one side has the text twice and the other once", () => {
    const ours = [textCell(NOTE), textCell(TITLE), textCell(NOTE), LOAD]
    for (const { sources } of bothWays(ours, [textCell(NOTE), LOAD]))
      expect(sources.join("\n").split(NOTE).length).toBeGreaterThanOrEqual(3)
  })
})
