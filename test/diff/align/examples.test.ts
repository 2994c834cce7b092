import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { aligned } from "../../support/cells.js"

const EXAMPLE = /aligned\("([^"]*)", "([^"]*)"\) → ([^\n]*?)(?: \*\/)?$/gm

const examples = readdirSync("src/diff/align", { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".ts"))
  .flatMap((name) => [...readFileSync(`src/diff/align/${name}`, "utf8").matchAll(EXAMPLE)])
  .map(([, a = "", b = "", expected = ""]) => [a, b, expected] as const)

test("the comments of the aligner have examples", () => {
  expect(examples.length).toBeGreaterThan(10)
})

test.each(examples)("the example in a comment is true: %s, %s", (a, b, expected) => {
  expect(aligned(a, b)).toBe(expected)
})
