import { expect, test } from "vitest"
import { readableHunks } from "../../src/render/hunk-lines.js"

const plain = (lines: readonly string[]) =>
  readableHunks(lines, () => (line) => (line > 10 ? 2 : 1)).map((line) => line.replace(/\x1b\[[0-9;]*m/g, ""))

const HEADER = ["diff --git a/p.ipynb b/p.ipynb", "index 1..2 100644", "--- a/p.ipynb", "+++ b/p.ipynb"]

test("strings of JSON are shown as the lines that they hold, under the number of their cell", () => {
  const hunk = ["@@ -12,3 +12,3 @@ place", '     "a = \\"x\\"\\n",', '-    "b\\n",', '+    "c"']
  expect(plain([...HEADER, ...hunk]).slice(4)).toEqual(["@@ -12,3 +12,3 @@ cell 2", ' a = "x"', "-b", "+c ⌟"])
})

test("the number of lines stays what it is, and other files stay as they are", () => {
  const lines = [
    "diff --git a/a.txt b/a.txt",
    '+    "x\\n",',
    "",
    ...HEADER,
    `+  "image/png": "${"A".repeat(5000)}",`,
    "",
  ]
  const shown = plain(lines)
  expect(shown).toHaveLength(lines.length)
  expect(shown[1]).toBe('+    "x\\n",')
  expect(shown.at(-2)?.length).toBeLessThan(200)
})

test("a control character in a string cannot reach the terminal", () => {
  expect(plain([...HEADER, '+  "\\u001b[2J\\u0007"']).at(-1)).toBe("+^[[2J^G ⌟")
})
