import { describe, expect, test } from "vitest"
import { codeCell, mergeOf, ran, textCell } from "../support/three.js"

const TITLE = textCell("# Title")
const FIRST = ["prices = flats.price", "prices = prices[prices > 0]", "prices = prices / 1000"]
const SECOND = ["areas = flats.area", "areas = areas[areas > 10]", "areas = areas.round()"]
const WHOLE = [...FIRST, ...SECOND].join("\n")
const [FIRST_TEXT, SECOND_TEXT] = [FIRST.join("\n"), SECOND.join("\n")]

const base = [TITLE, codeCell(WHOLE)]
const split = [TITLE, codeCell(FIRST_TEXT), codeCell(SECOND_TEXT)]

/** The edited whole against the split, either way round. */
function bothWays(edited: readonly object[]) {
  return [mergeOf(base, split, edited), mergeOf(base, edited, split)].map(({ sources, decisions }) => ({
    sources: sources.slice(1),
    decisions,
  }))
}

describe("a cell that one side split and the other edited", () => {
  test.each([
    ["in the first piece", WHOLE.replace("> 0", "> 1"), [FIRST_TEXT.replace("> 0", "> 1"), SECOND_TEXT], 1],
    [
      "in the second piece",
      WHOLE.replace("> 10", "> 12"),
      [FIRST_TEXT, SECOND_TEXT.replace("> 10", "> 12")],
      1,
    ],
    [
      "in both",
      WHOLE.replace("> 0", "> 1").replace("round()", "round(1)"),
      [FIRST_TEXT.replace("> 0", "> 1"), SECOND_TEXT.replace("round()", "round(1)")],
      2,
    ],
    ["by lines at its end", `${WHOLE}\nareas.hist()`, [FIRST_TEXT, `${SECOND_TEXT}\nareas.hist()`], 1],
    ["by lines at its top", `import pandas\n${WHOLE}`, [`import pandas\n${FIRST_TEXT}`, SECOND_TEXT], 1],
  ])("%s: the edit goes to the piece", (_, edited, sources, pieces) => {
    for (const merge of bothWays([TITLE, codeCell(edited)]))
      expect(merge).toEqual({ sources, decisions: Array(pieces).fill("split-edited") })
  })

  test("across the cut: a conflict in the piece that kept the most, and no line lost", () => {
    const edited = WHOLE.replace(
      `${FIRST[2]}\n${SECOND[0]}`,
      "prices, areas = prices / 1000, flats.area.dropna()",
    )
    for (const { sources, decisions } of bothWays([TITLE, codeCell(edited)])) {
      expect(decisions).toEqual(["split-spanned"])
      expect(sources.join("\n")).toContain("<<<<<<< ours")
      for (const line of [...WHOLE.split("\n"), ...edited.split("\n")])
        expect(sources.join("\n")).toContain(line)
    }
  })

  test("by running it again alone: the split is taken", () => {
    for (const merge of bothWays([TITLE, codeCell(WHOLE, ran("x", 3))]))
      expect(merge.sources).toEqual([FIRST_TEXT, SECOND_TEXT])
  })

  test("and that the other side deleted: the pieces are not lost", () => {
    for (const merge of [mergeOf(base, split, [TITLE]), mergeOf(base, [TITLE], split)]) {
      expect(merge.sources.join("\n")).toContain(FIRST[0])
      expect(merge.sources.join("\n")).toContain(SECOND[0])
    }
  })
})

test("a cell that both split at one line is split once", () => {
  expect(mergeOf(base, split, split).sources).toHaveLength(3)
  const edited = [TITLE, codeCell(FIRST_TEXT.replace("> 0", "> 1")), codeCell(SECOND_TEXT)]
  expect(mergeOf(base, split, edited).sources.slice(1)).toEqual([
    FIRST_TEXT.replace("> 0", "> 1"),
    SECOND_TEXT,
  ])
})

describe("cells that one side joined and the other edited", () => {
  test.each([
    ["one of them", [FIRST_TEXT, SECOND_TEXT.replace("> 10", "> 12")], WHOLE.replace("> 10", "> 12")],
    [
      "both",
      [FIRST_TEXT.replace("> 0", "> 1"), SECOND_TEXT.replace("> 10", "> 12")],
      WHOLE.replace("> 0", "> 1").replace("> 10", "> 12"),
    ],
  ])("%s: the edit is merged into the whole", (_, pieces, whole) => {
    const edited = [TITLE, ...pieces.map((source) => codeCell(source))]
    for (const { sources, decisions } of [mergeOf(split, base, edited), mergeOf(split, edited, base)]) {
      expect(sources.slice(1)).toEqual([whole])
      expect(decisions).toContain("joined-edited")
    }
  })
})
