import { describe, expect, test } from "vitest"
import { applyRules } from "../../../src/merge/rules/apply-rules.js"
import { isClean, mergedText, mergeLines } from "../../../src/merge/text/line-merge.js"

/** The merged text of three versions either way round, "conflict" where one is left. */
function bothWays(base: string, ours: string, theirs: string): readonly string[] {
  return [mergeLines(base, ours, theirs), mergeLines(base, theirs, ours)].map((lines) => {
    const { merge } = applyRules(lines, { enabled: new Set(["edit-within"]), language: "" })
    return isClean(merge) ? mergedText(merge) : "conflict"
  })
}

/** What both orders give; a text that is not the same in both is reported as such. */
function settled(base: string, ours: string, theirs: string): string {
  const [one = "", other] = bothWays(base, ours, theirs)
  return one === other ? one : `not the same: ${one} / ${other}`
}

const OLD = 'frame = pd.read_table("flats.csv")'
const NEW = 'frame = pd.read_csv("flats.csv")'

describe("an edit that is part of the other side's", () => {
  test.each([
    ["a line above", `# was too slow\n${NEW}`],
    ["a line below", `${NEW}\nframe.head()`],
    ["lines around it", `# was too slow\n${NEW}\n\nframe.head()`],
  ])("is one edit where the other side also inserted %s", (_, more) => {
    expect(settled(OLD, NEW, more)).toBe(more)
    expect(
      settled(`import os\n${OLD}\nplot()`, `import os\n${NEW}\nplot()`, `import os\n${more}\nplot()`),
    ).toBe(`import os\n${more}\nplot()`)
  })

  test("is one edit where the other side also inserted a line amid it", () => {
    const old = [
      "    name={params['model'].split('/')[1]}-{params['flats']},",
      '    table="".join(f"| {k} | {v} |" for k, v in results.items())',
    ]
    const both = [
      `    name=f"{params['model'].split('/')[1]}-{params['flats']}",`,
      '    table="".join(f"| {k} | {v} |" for k, v in results.items()),',
    ]
    const more = [both[0], "    params=json.dumps(params, indent=4, sort_keys=True),", both[1]]
    expect(settled(old.join("\n"), both.join("\n"), more.join("\n"))).toBe(more.join("\n"))
  })

  test("is one insertion where the other side's holds it", () => {
    expect(settled("plot()", `${NEW}\nplot()`, `# was too slow\n${NEW}\nplot()`)).toBe(
      `# was too slow\n${NEW}\nplot()`,
    )
  })

  test("is one edit where the other side edited or deleted the next line too", () => {
    expect(settled(`${OLD}\nshow(frame)`, `${NEW}\nshow(frame)`, `${NEW}\nshow(frame.head())`)).toBe(
      `${NEW}\nshow(frame.head())`,
    )
    expect(settled(`${OLD}\nshow(frame)`, `${NEW}\nshow(frame)`, NEW)).toBe(NEW)
  })

  test("is one deletion where the other side also edited what is beside it", () => {
    expect(settled(`${OLD}\nshow(frame)\nplot()`, `${OLD}\nplot()`, `${NEW}\nplot()`)).toBe(`${NEW}\nplot()`)
  })
})

describe("it stays a conflict", () => {
  test("where one side deleted the line that the other edited", () => {
    const dropped = `${OLD}\nframe = frame.dropna()`
    expect(settled(dropped, NEW, `${NEW}\nframe = frame.dropna(how="all")`)).toBe("conflict")
    expect(settled(dropped, NEW, `# rows\n${NEW}\nframe = frame.dropna()`)).toBe("conflict")
    expect(settled(OLD, "", NEW)).toBe("conflict")
  })

  test("where both did something of their own", () => {
    expect(settled(OLD, `# ours\n${NEW}`, `# theirs\n${NEW}`)).toBe("conflict")
    expect(settled(`${OLD}\nplot()`, `${NEW}\nplot()`, `${OLD}\nplot(1)`)).toBe("conflict")
  })

  test("where all that both have is too little to be known again", () => {
    expect(settled("f(", ")", "g(\n)")).toBe("conflict")
    expect(settled("x", "else:", "if y:\n  z\nelse:")).toBe("conflict")
  })
})
