import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { openMarks, parseMarkChanges } from "../../../src/web/review/marks.js"
import { temporaryDirectory } from "../../support/repository.js"

const fileIn = (folder: string): string => join(folder, "nbdiff", "review.json")

test("marks and notes are there again for the next server", () => {
  const file = fileIn(temporaryDirectory())
  openMarks(file, () => "2026-01-02").change({ viewed: { a: true, b: true }, notes: { a: "Why?" } })
  openMarks(file).change({ viewed: { b: false } })
  expect(openMarks(file).read()).toEqual({ viewed: { a: "2026-01-02" }, notes: { a: "Why?" } })
})

test("two servers of one repository keep each other's marks", () => {
  const file = fileIn(temporaryDirectory())
  const [one, two] = [openMarks(file), openMarks(file)]
  one.change({ notes: { a: "from one" } })
  two.change({ notes: { b: "from two" } })
  one.change({ notes: { c: "again" } })
  expect(Object.keys(two.read().notes)).toEqual(["a", "b", "c"])
})

test.skipIf(process.platform === "win32")("only the user may read the file", () => {
  const file = fileIn(temporaryDirectory())
  openMarks(file).change({ notes: { a: "private" } })
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test("an empty note is a note removed", () => {
  const marks = openMarks(undefined)
  marks.change({ notes: { a: "x" } })
  expect(marks.change({ notes: { a: " \n" } }).notes).toEqual({})
})

test("a file that cannot be read is kept under another name", () => {
  const file = fileIn(temporaryDirectory())
  openMarks(file).change({ notes: { a: "x" } })
  writeFileSync(file, '{"notes": {"a": "half')
  expect(openMarks(file).read()).toEqual({ viewed: {}, notes: {} })
  openMarks(file).change({ notes: { b: "y" } })
  expect(readFileSync(`${file}.unreadable`, "utf8")).toContain("half")
  expect(openMarks(file).read().notes).toEqual({ b: "y" })
})

test("without a repository marks live as long as the server", () => {
  const marks = openMarks(undefined)
  marks.change({ viewed: { a: true } })
  expect(Object.keys(marks.read().viewed)).toEqual(["a"])
  expect(existsSync("review.json")).toBe(false)
})

test.each([
  [null],
  [[]],
  ["x"],
  [{ viewed: { a: 1 } }],
  [{ notes: { a: null } }],
  [{ viewed: { "../a": true } }],
  [{ viewed: { "": true } }],
  [{ notes: { a: "x".repeat(100_001) } }],
  [{ viewed: [] }],
])("%j is no change of marks", (body) => {
  expect(parseMarkChanges(body)).toBe(undefined)
})

test("keys of JavaScript's own objects are keys like others", () => {
  const marks = openMarks(undefined)
  const changes = parseMarkChanges(JSON.parse('{"notes": {"__proto__": "x", "constructor": "y"}}'))
  marks.change(changes ?? {})
  expect(JSON.stringify(marks.read().notes)).toBe('{"__proto__":"x","constructor":"y"}')
  expect(({} as Record<string, unknown>).x).toBe(undefined)
})
