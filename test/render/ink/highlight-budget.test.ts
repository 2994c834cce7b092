import { describe, expect, test } from "vitest"
import { highlight } from "../../../src/render/ink/highlight.js"
import { boundedHighlight } from "../../../src/render/ink/highlight-budget.js"

test("a text of one piece has the colors of the whole", () => {
  const code = "# Title\n\n*a* and `b`\n"
  expect(boundedHighlight()(code, "markdown")).toEqual(highlight(code, "markdown"))
  const long = "x = 'a'\n".repeat(5000)
  expect(boundedHighlight()(long, "python")).toEqual(highlight(long, "python"))
})

test("a long text in a steep grammar has its colors, each at its place", () => {
  const code = "Some *words* and `code`.\n\n".repeat(400)
  expect(boundedHighlight()(code, "markdown")).toEqual(highlight(code, "markdown"))
})

describe("plain is", () => {
  test("a line that is longer than a piece, and no other", () => {
    const code = `*a*\n${"[a](".repeat(3000)}\n*b*`
    expect(boundedHighlight()(code, "markdown").map(({ from, to }) => code.slice(from, to))).toEqual([
      "*a*",
      "*b*",
    ])
  })

  test("what comes after as many pieces as may be colored", () => {
    const colors = boundedHighlight(2)
    const code = "*a*\n".repeat(1000)
    expect(colors(code, "markdown").at(-1)?.to).toBeLessThanOrEqual(4000)
    expect(colors("*a*", "markdown")).toEqual([])
    expect(boundedHighlight(0)("*a*", "markdown")).toEqual([])
  })
})
