import { describe, expect, test } from "vitest"
import { codeCell, mergeOf, textCell } from "../../support/three.js"

const ABOUT = [
  "# Prices of flats",
  "",
  "Of all flats that were sold.",
  "",
  "They come from the land register.",
]
const LICENSE = ["## Licence", "", "The data are free, see http://example.org/old."]
const NEW = "The data are free, see http://example.org/new."
const [ABOUT_TEXT, LICENSE_TEXT] = [ABOUT.join("\n"), LICENSE.join("\n")]
const WHOLE = `${ABOUT_TEXT}\n\n${LICENSE_TEXT}`
const MAP = codeCell("show_map(flats)")

const base = [textCell(WHOLE), codeCell("flats = load()")]
const splits = (license: string, ...between: readonly object[]) => [
  textCell(ABOUT_TEXT),
  ...between,
  textCell(license),
  codeCell("flats = load()"),
]

function bothWays(ours: readonly object[], theirs: readonly object[]) {
  return [mergeOf(base, ours, theirs), mergeOf(base, theirs, ours)].map(({ sources, decisions }) => ({
    sources,
    decisions,
  }))
}

const edited = [textCell(WHOLE.replace("/old", "/new")), codeCell("flats = load()")]

describe("lines that one side carved off into a cell beyond another new one", () => {
  test("go there with the other side's edit", () => {
    for (const { sources, decisions } of bothWays(splits(LICENSE_TEXT, MAP), edited)) {
      expect(sources.map((source) => source.trim())).toEqual([
        ABOUT_TEXT,
        "show_map(flats)",
        `${LICENSE.slice(0, 2).join("\n")}\n${NEW}`,
        "flats = load()",
      ])
      expect(decisions).toEqual(["split-edited"])
    }
  })

  test("are not conflict where both sides made the same edit of them", () => {
    for (const { sources, decisions } of bothWays(
      splits(LICENSE_TEXT.replace("/old", "/new"), MAP),
      edited,
    )) {
      expect(sources.filter((source) => source.includes(NEW))).toHaveLength(1)
      expect(decisions).toEqual(["split-edited"])
    }
  })

  test("are in conflict there, not where they were, where each side edited them in its way", () => {
    const ours = splits(LICENSE_TEXT.replace("/old", "/ours"), MAP)
    for (const { sources, decisions } of bothWays(ours, edited)) {
      expect(decisions).toEqual(["split-edited", "source"])
      expect(sources[0]?.trim()).toBe(ABOUT_TEXT)
      expect(sources[2]).toContain("<<<<<<<")
      expect(sources[2]).toContain("example.org/ours")
      expect(sources[2]).toContain("example.org/new")
    }
  })
})

describe("it is a plain merge", () => {
  test("where the new cell holds but few of the lines", () => {
    const other = ["## Contact", "", "Write to me.", "Or do not.", LICENSE.at(-1)].join("\n")
    for (const { sources, decisions } of bothWays(splits(other, MAP), edited)) {
      expect(decisions).toEqual(["source"])
      expect(sources[0]).toContain(NEW)
      expect(sources[2]).toBe(other)
    }
  })

  test("where both sides carved the cell up", () => {
    const ours = splits(LICENSE_TEXT, MAP)
    const theirs = splits(LICENSE_TEXT.replace("/old", "/new"), codeCell("show_table(flats)"))
    for (const { sources } of bothWays(ours, theirs)) expect(sources.join("\n")).toContain(NEW)
  })

  test("where the lines went above the others", () => {
    const ours = [textCell(LICENSE_TEXT), MAP, textCell(ABOUT_TEXT), codeCell("flats = load()")]
    for (const { sources, decisions } of bothWays(ours, edited)) {
      expect(decisions).toEqual(["source"])
      expect(sources.join("\n")).toContain(NEW)
    }
  })
})
