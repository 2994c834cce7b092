import { expect, test } from "vitest"
import { bothEdits } from "../../../src/merge/resolve/both-edits.js"

test.each([
  ["x = f(1, 2)", "x = f(3, 2)", "x = f(1, 4)", "x = f(3, 4)"],
  ["load(a)\nplot(a)", "load(b)\nplot(a)", "load(a)\nplot(a, 1)", "load(b)\nplot(a, 1)"],
  ["one two\n", "one TWO\n", "ONE two\n", "ONE TWO\n"],
])("both edits of %j: %j and %j give %j", (base, ours, theirs, both) => {
  expect(bothEdits(base, ours, theirs)).toBe(both)
  expect(bothEdits(base, theirs, ours)).toBe(both)
})

test.each([
  ["x = 1", "x = 2", "x = 3"],
  ["x = 1", "x = 2", "x = 1"],
  ["x = 1", "x = 12", "x = 1"],
])("nothing is offered for %j: %j and %j", (base, ours, theirs) => {
  expect(bothEdits(base, ours, theirs)).toBeUndefined()
})
