import { expect, test } from "vitest"
import { mergeOrder } from "../../../src/merge/order/order.js"

/** Letters are cells. A kept cell is one that a side deleted and the other edited. */
function merged(base: string, ours: string, theirs: string, kept = "") {
  const codes = (text: string) => [...text].map((letter) => letter.codePointAt(0) as number)
  const letters = (keys: Iterable<number>) => String.fromCodePoint(...keys)
  const order = mergeOrder(codes(base), codes(ours), codes(theirs), (key) => kept.includes(letters([key])))
  return {
    keys: letters(order.keys),
    movedTwice: letters(order.movedTwice),
    insertedTwice: letters(order.insertedTwice),
    reordered: letters(order.reordered),
    bothInserted: order.bothInserted.map((run) => `${letters(run.ours)}|${letters(run.theirs)}`),
    moved: `${letters(order.moved.ours)}|${letters(order.moved.theirs)}`,
  }
}

const UNEVENTFUL = { movedTwice: "", insertedTwice: "", reordered: "", bothInserted: [], moved: "|" }

test.each([
  ["insertions at two places", "abc", "aXbc", "abYc", "aXbYc"],
  ["a deletion beside an insertion", "abc", "ac", "abYc", "aYc"],
  ["an insertion on a cell that the other side deleted", "abcd", "ad", "abYcd", "aYd"],
  [
    "an insertion after cells that the other side deleted, one after their place",
    "abcd",
    "aXd",
    "abcYd",
    "aXYd",
  ],
  ["the same insertion", "ab", "aSb", "aSb", "aSb"],
  ["everything deleted", "abc", "", "abc", ""],
  ["no base", "", "", "ab", "ab"],
])("%s: without a choice", (_, base, ours, theirs, keys) => {
  expect(merged(base, ours, theirs)).toEqual({ ...UNEVENTFUL, keys })
  expect(merged(base, theirs, ours).keys.replace("YX", "XY")).toBe(keys)
})

test("two runs at one place: ours', then theirs', and it is noted", () => {
  expect(merged("ab", "aXYb", "aPQb")).toEqual({ ...UNEVENTFUL, keys: "aXYPQb", bothInserted: ["XY|PQ"] })
  expect(merged("", "XY", "PQ")).toEqual({ ...UNEVENTFUL, keys: "XYPQ", bothInserted: ["XY|PQ"] })
})

test("runs hang on a cell that both inserted", () => {
  expect(merged("ab", "aXSYb", "aPSQb")).toEqual({
    ...UNEVENTFUL,
    keys: "aXPSYQb",
    bothInserted: ["X|P", "Y|Q"],
  })
})

test("one mover wins", () => {
  expect(merged("abcdef", "afbcde", "abcdef")).toMatchObject({ keys: "afbcde", moved: "f|" })
  expect(merged("abcdef", "abcdef", "fabcde")).toMatchObject({ keys: "fabcde", moved: "|f" })
})

test("each side moves another cell: both", () => {
  expect(merged("abcdef", "afbcde", "acdebf")).toMatchObject({ keys: "afcdeb", movedTwice: "" })
})

test("a cell moved to two places goes to ours, and it is noted", () => {
  expect(merged("abcdef", "fabcde", "abfcde")).toMatchObject({ keys: "fabcde", movedTwice: "f" })
})

test("a cell inserted at two places goes to ours, and it is noted", () => {
  expect(merged("abc", "aSbc", "abcS")).toMatchObject({ keys: "aSbc", insertedTwice: "S" })
})

test("a deleted cell is not there, moved or not, unless it is kept", () => {
  expect(merged("abcd", "acd", "bacd").keys).toBe("acd")
  expect(merged("abcd", "acd", "abcd", "b").keys).toBe("abcd")
  expect(merged("abcd", "acd", "acdb", "b")).toMatchObject({ keys: "acdb", moved: "|b" })
})

test("cells that both put in another order are as in ours, and it is noted", () => {
  expect(merged("", "XY", "YX")).toMatchObject({ keys: "XY", reordered: "XY" })
})
