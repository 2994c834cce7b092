import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { addLines, namesDriver, removeLines } from "../../../src/git/install/attributes-text.js"
import { attributesLine } from "../../../src/git/install/registration.js"
import { runs } from "../../support/thorough.js"

const added = (text: string | undefined, ...lines: readonly string[]): string => addLines(text, lines)

const line = attributesLine("off")
const filtered = attributesLine("strip")

describe("our line in an attributes file", () => {
  test("is at the end, under a comment", () => {
    expect(added("*.png binary\n", line)).toMatch(
      /^\*\.png binary\n# .*nbdiff uninstall.*\n\*\.ipynb diff=nbdiff merge=nbdiff\n$/,
    )
  })

  test("is not added twice", () => {
    expect(added(added("a\n", line), line)).toBe(added("a\n", line))
  })

  test("changes in its place when the filter comes or goes", () => {
    const text = `${added("a\n", line)}later\n`
    expect(added(text, filtered)).toBe(text.replace(line, filtered))
    expect(added(added(text, filtered), line)).toBe(text)
  })

  test.each([`*.ipynb diff=nbdiff merge=nbdiff`, `  *.ipynb\tmerge=nbdiff  diff=nbdiff -text`])(
    "is not needed where somebody has written %j",
    (written) => {
      const text = `${written}\n`
      expect(added(text, line)).toBe(text)
      expect(removeLines(text)).toEqual({ kind: "absent" })
      expect(added(text, filtered)).not.toBe(text)
    },
  )

  test.each([
    `# *.ipynb diff=nbdiff merge=nbdiff`,
    `*.ipynb diff=nbdiff`,
    `/a.ipynb diff=nbdiff merge=nbdiff`,
  ])("is needed beside %j", (written) => {
    expect(added(`${written}\n`, line)).toContain(`\n${line}\n`)
  })

  test("that was changed by hand is left to whom has changed it", () => {
    const text = added("a\n", line).replace(line, `${line} -text`)
    expect(removeLines(text)).toEqual({ kind: "changed-by-hand" })
    expect(added(text, line)).toBe(text)
  })

  test("goes from among lines that were written later", () => {
    expect(removeLines(`${added("a", line)}b\n`)).toEqual({ kind: "removed", text: "a\nb\n" })
    expect(removeLines(`${added(undefined, line)}b\n`)).toEqual({ kind: "removed", text: "b\n" })
  })

  test("takes the file with it that was made for it", () => {
    expect(removeLines(added(undefined, line))).toEqual({ kind: "removed", text: undefined })
    expect(removeLines(added("", line))).toEqual({ kind: "removed", text: "" })
  })

  test("goes without a trace, whatever was there before", () => {
    const text = fc
      .array(fc.constantFrom("a", "# b", "*.ipynb -text", "", " ", "é", "\n", "\r\n", "\r", "\n\n"))
      .map((parts) => parts.join(""))
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(line, filtered),
        fc.constantFrom(line, filtered),
        (before, one, other) => {
          expect(removeLines(added(added(before, one), other))).toEqual({ kind: "removed", text: before })
        },
      ),
      { seed: 1, numRuns: runs(2000) },
    )
  })

  test("names the driver, and so do others' lines", () => {
    expect(namesDriver(added("a\n", line))).toBe(true)
    expect(namesDriver("/x/*.ipynb diff=nbdiff -text\n")).toBe(true)
    expect(namesDriver("# *.ipynb diff=nbdiff\n*.ipynb diff=nbdiff2\n")).toBe(false)
  })
})
