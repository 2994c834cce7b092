import fc from "fast-check"
import { expect, test } from "vitest"
import { diffLines } from "../../../src/diff/text/line-diff.js"
import { codeView } from "../../../src/html/code/code-view.js"
import { sourceSpans } from "../../../src/html/code/source-spans.js"
import { htmlText } from "../../../src/html/markup/html.js"
import { safeText } from "../../../src/render/ink/safe-text.js"
import { elementsOf, hasClass, textIn } from "../../support/html-tree.js"
import { runs } from "../../support/thorough.js"

const line = fc.oneof(
  fc.constantFrom(
    "",
    "x = 1",
    "x = 2",
    "    return x",
    "print('<b>&amp;</b>')",
    "# a comment",
    "\tend",
    "é\u202eb",
  ),
  fc.string({ maxLength: 8 }).map((text) => text.replace(/[\r\n]/g, "")),
)
const source = fc.array(line, { maxLength: 14 }).map((lines) => lines.join("\n"))

test("deleted and unchanged lines are the old text, added and unchanged lines the new one", () => {
  fc.assert(
    fc.property(source, source, fc.integer({ min: 0, max: 4 }), (before, after, context) => {
      fc.pre(before !== after)
      const spansBefore = sourceSpans(before, "python")
      const spansAfter = sourceSpans(after, "python")
      const change = { before, after, hunks: diffLines(before, after), spansBefore, spansAfter }
      const written = htmlText(codeView(change, { context, bare: false }))
      const rows = elementsOf(written).filter((element) => hasClass(element, "r"))
      const linesBut = (name: string): string[] =>
        rows.filter(({ tagName }) => tagName !== name).map((row) => textIn(row))
      expect(linesBut("ins")).toEqual(shownLines(before))
      expect(linesBut("del")).toEqual(shownLines(after))
    }),
    { numRuns: runs(300) },
  )
})

function shownLines(text: string): readonly string[] {
  const lines = text.split("\n")
  if (lines.at(-1) === "") lines.pop()
  return lines.map((one) => safeText(one, "\t"))
}
