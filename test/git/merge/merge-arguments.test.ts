import { describe, expect, test } from "vitest"
import { parseMergeArguments } from "../../../src/git/merge/merge-arguments.js"

describe("the arguments of a merge driver", () => {
  test("of git 2.44 and later come with labels", () => {
    expect(parseMergeArguments(["O", "A", "B", "9", "dir/a.ipynb", "1a2b3c4", "HEAD", "topic"])).toEqual({
      base: "O",
      ours: "A",
      theirs: "B",
      markerSize: 9,
      path: "dir/a.ipynb",
      labels: { base: "1a2b3c4", ours: "HEAD", theirs: "topic" },
    })
  })

  test.each([
    ["literal", ["%S", "%X", "%Y"]],
    ["missing", []],
    ["empty", ["", "", ""]],
  ])("have no labels where they are %s", (_, labels) => {
    expect(parseMergeArguments(["O", "A", "B", "7", "a.ipynb", ...labels])?.labels).toBeUndefined()
  })

  test("may have labels of which git knows only one", () => {
    expect(parseMergeArguments(["O", "A", "B", "7", "a", "", "", "topic"])?.labels).toEqual({
      base: "base",
      ours: "ours",
      theirs: "topic",
    })
  })

  test.each([undefined, "", "x", "0", "-1", "1.5", "1e9", "1001", "1000000000"])(
    "with the marker size %j mean git's own",
    (size) => {
      expect(parseMergeArguments(["O", "A", "B", ...(size === undefined ? [] : [size])])).toMatchObject({
        markerSize: 7,
        path: "A",
      })
    },
  )

  test("are none without three files", () => {
    expect(parseMergeArguments(["O", "A"])).toBeUndefined()
  })
})
