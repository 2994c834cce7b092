import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { mergeByLine } from "../../../src/git/merge/line-merge.js"
import { temporaryDirectory } from "../../support/repository.js"

const labels = { base: "the base", ours: "HEAD", theirs: "-topic" }

describe("a merge by line", () => {
  test("takes both sides' changes", () => {
    expect(merge("1\n2\n3\n4\n", "one\n2\n3\n4\n", "1\n2\n3\nfour\n")).toEqual({
      kind: "merged",
      text: "one\n2\n3\nfour\n",
      conflicts: 0,
    })
  })

  test("marks conflicts with git's width and labels", () => {
    expect(merge("1\n", "one\n", "eins\n")).toEqual({
      kind: "merged",
      text: "<<<<<<<<< HEAD\none\n=========\neins\n>>>>>>>>> -topic\n",
      conflicts: 1,
    })
  })

  test("says why a file without lines cannot be merged", () => {
    expect(merge("1\0", "2\0", "3\0")).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("binary"),
    })
  })

  test("counts 127 conflicts where there are more", () => {
    const lines = (word: string) =>
      Array.from({ length: 150 }, (_, n) => `${word} ${n}\n${"same\n".repeat(8)}`).join("")
    expect(merge(lines("base"), lines("ours"), lines("theirs"))).toMatchObject({
      kind: "merged",
      conflicts: 127,
    })
  })
})

function merge(base: string, ours: string, theirs: string) {
  const directory = temporaryDirectory()
  const [o, a, b] = Object.entries({ base, ours, theirs }).map(([name, content]) => {
    writeFileSync(join(directory, name), content)
    return join(directory, name)
  })
  const request = { base: o!, ours: a!, theirs: b!, path: "a.ipynb", markerSize: 9, labels: undefined }
  const merged = mergeByLine(request, labels)
  if (merged.kind === "failed") return merged
  return { kind: merged.kind, text: new TextDecoder().decode(merged.bytes), conflicts: merged.conflicts }
}
