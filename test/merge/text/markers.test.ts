import { describe, expect, test } from "vitest"
import { mergeLines, mergeTwo } from "../../../src/merge/text/line-merge.js"
import { type ConflictStyle, markerSize, renderConflict } from "../../../src/merge/text/markers.js"

const labels = { ours: "HEAD", base: "1234567", theirs: "topic" }
const lines = (text: string) => [...text].map((line) => `${line}\n`).join("")

function rendered(base: string, ours: string, theirs: string, style: ConflictStyle): string {
  return renderConflict(mergeLines(lines(base), lines(ours), lines(theirs)), { style, size: 7, labels })
}

describe("renderConflict", () => {
  test("writes both sides in the style merge", () => {
    expect(rendered("abc", "aOc", "aTc", "merge")).toBe("a\n<<<<<<< HEAD\nO\n=======\nT\n>>>>>>> topic\nc\n")
  })

  test("writes base between them in the style diff3", () => {
    expect(rendered("abc", "aOc", "aTc", "diff3")).toBe(
      "a\n<<<<<<< HEAD\nO\n||||||| 1234567\nb\n=======\nT\n>>>>>>> topic\nc\n",
    )
  })

  test("takes out what both sides begin and end with in the style zdiff3, base staying whole", () => {
    expect(rendered("abc", "axOyc", "axTyc", "zdiff3")).toBe(
      "a\nx\n<<<<<<< HEAD\nO\n||||||| 1234567 (without 1 line above and 1 below)\nb\n=======\nT\n>>>>>>> topic\ny\nc\n",
    )
    expect(rendered("abc", "axOyc", "axTyc", "diff3")).toContain("<<<<<<< HEAD\nx\nO\ny\n||||||| ")
  })

  test("takes out all that both sides hold in the style merge, four lines or more at a time", () => {
    expect(rendered("ab", "aO1234Pb", "aT1234Qb", "merge")).toBe(
      `a\n<<<<<<< HEAD\nO\n=======\nT\n>>>>>>> topic\n${lines("1234")}<<<<<<< HEAD\nP\n=======\nQ\n>>>>>>> topic\nb\n`,
    )
    expect(rendered("ab", "aO123Pb", "aT123Qb", "merge")).toBe(
      `a\n<<<<<<< HEAD\n${lines("O123P")}=======\n${lines("T123Q")}>>>>>>> topic\nb\n`,
    )
  })

  test("keeps what one side alone changed between two conflicts out of them", () => {
    expect(rendered("abcde", "aOcPe", "aTcQe", "merge").match(/<{7}/g)).toHaveLength(1)
    expect(rendered("abcdefg", "aOcXePg", "aTcdeQg", "merge").match(/<{7}/g)).toHaveLength(2)
  })

  test("writes an empty side as nothing between its markers", () => {
    expect(rendered("abc", "ac", "aTc", "merge")).toBe("a\n<<<<<<< HEAD\n=======\nT\n>>>>>>> topic\nc\n")
  })

  test("starts each marker at column 0, and ends a text without an ending as it ended", () => {
    const merge = mergeLines("x", "o", "t")
    expect(renderConflict(merge, { style: "diff3", size: 7, labels })).toBe(
      "<<<<<<< HEAD\no\n||||||| 1234567\nx\n=======\nt\n>>>>>>> topic",
    )
    expect(renderConflict(mergeLines("x\ny", "o\ny", "t\ny"), { style: "merge", size: 7, labels })).toBe(
      "<<<<<<< HEAD\no\n=======\nt\n>>>>>>> topic\ny",
    )
  })

  test("ends its markers as the lines around them end", () => {
    expect(renderConflict(mergeTwo("o\r\n", "t\r\n"), { style: "merge", size: 7, labels })).toBe(
      "<<<<<<< HEAD\r\no\r\n=======\r\nt\r\n>>>>>>> topic\r\n",
    )
  })

  test("writes markers of the width asked for, and no space where there is no label", () => {
    const unnamed = { ours: "", base: "", theirs: "" }
    expect(renderConflict(mergeTwo("o\n", "t\n"), { style: "merge", size: 9, labels: unnamed })).toBe(
      "<<<<<<<<<\no\n=========\nt\n>>>>>>>>>\n",
    )
  })
})

describe("markerSize", () => {
  test("is the size asked for where no line reads as a marker", () => {
    expect(markerSize(["a\nb <<<<<<<\n", "<<<<<<<x\n", "=========\n"], 7)).toBe(7)
  })

  test("is the next width that no line has", () => {
    expect(markerSize(["Heading\n=======\n"], 7)).toBe(8)
    expect(markerSize(["<<<<<<< HEAD\r\n", "|||||||| base\n", ">>>>>>>>>"], 7)).toBe(10)
  })
})
