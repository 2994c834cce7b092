import { describe, expect, it, test } from "vitest"
import { namesIn, referencesTo } from "../../../src/merge/cells/attachment-references.js"
import { collisionsOf, mergeAttachments } from "../../../src/merge/cells/attachments.js"
import { NBFORMAT_DIALECT } from "../../../src/notebook/dialect.js"
import { writeValue } from "../../../src/notebook/draft.js"
import { type Cell, parseNotebook } from "../../../src/notebook/model.js"

type Files = Readonly<Record<string, string>>

function cell(files: Files | undefined, source = ""): Cell {
  const attachments =
    files && Object.fromEntries(Object.entries(files).map(([name, data]) => [name, { "image/png": data }]))
  const json = {
    cells: [{ cell_type: "markdown", metadata: {}, source, attachments }],
    nbformat: 4,
    nbformat_minor: 4,
  }
  return parseNotebook(Buffer.from(JSON.stringify(json))).cells[0]!
}

function merged(base: Files | undefined, ours: Files | undefined, theirs: Files | undefined, source = "") {
  const versions = { base: base && cell(base), ours: cell(ours), theirs: cell(theirs, source) }
  const collisions = collisionsOf(versions)
  const merge = mergeAttachments(versions, collisions, { kind: "text", text: collisions.theirsSource })
  const json = merge.draft && JSON.parse(Buffer.from(writeValue(merge.draft, NBFORMAT_DIALECT)).toString())
  const files =
    json &&
    Object.fromEntries(
      Object.entries(json as Record<string, Record<string, string>>).map(([name, file]) => [
        name,
        file["image/png"],
      ]),
    )
  return {
    files,
    source: collisions.theirsSource,
    renamed: merge.renamed.map((path) => path[1]),
    kept: merge.kept.map((path) => path[1]),
  }
}

const UNEVENTFUL = { source: "", renamed: [], kept: [] }

describe("attachments", () => {
  it("merge by name", () => {
    expect(merged({ a: "1" }, { a: "1", b: "2" }, { a: "1", c: "3" })).toEqual({
      ...UNEVENTFUL,
      files: { a: "1", b: "2", c: "3" },
    })
    expect(merged({ a: "1", b: "1" }, { a: "2", b: "1" }, { a: "1", b: "2" })).toEqual({
      ...UNEVENTFUL,
      files: { a: "2", b: "2" },
    })
    expect(merged({ a: "1", b: "1" }, { a: "1" }, { b: "1" })).toEqual({ ...UNEVENTFUL, files: {} })
    expect(merged({ a: "1" }, { a: "2" }, { a: "2" })).toEqual({ ...UNEVENTFUL, files: { a: "2" } })
  })

  it("that one side alone has are taken as they are", () => {
    expect(merged(undefined, undefined, { a: "1" })).toEqual({ ...UNEVENTFUL, files: { a: "1" } })
    expect(merged(undefined, undefined, undefined)).toEqual({ ...UNEVENTFUL, files: undefined })
  })

  it("that one side changed and the other deleted stay, and it is said", () => {
    expect(merged({ a: "1" }, {}, { a: "2" })).toEqual({ ...UNEVENTFUL, files: { a: "2" }, kept: ["a"] })
    expect(merged({ a: "1" }, { a: "2" }, undefined)).toEqual({
      ...UNEVENTFUL,
      files: { a: "2" },
      kept: ["a"],
    })
  })

  it("of one name and two contents are both kept: theirs is renamed, and its references", () => {
    const source = "![](attachment:plot.png) and ![](attachment:plot.png)"
    expect(merged({}, { "plot.png": "1" }, { "plot.png": "2" }, source)).toEqual({
      files: { "plot.png": "1", "plot-2.png": "2" },
      source: "![](attachment:plot-2.png) and ![](attachment:plot-2.png)",
      renamed: ["plot.png"],
      kept: [],
    })
  })

  it("get the first number that is free in either side", () => {
    expect(merged({}, { "a.png": "1", "a-2.png": "1" }, { "a.png": "2", "a-3.png": "3" }).files).toEqual({
      "a.png": "1",
      "a-2.png": "1",
      "a-3.png": "3",
      "a-4.png": "2",
    })
    expect(merged({}, { plot: "1", ".png": "1" }, { plot: "2", ".png": "2" }).renamed).toEqual([
      "plot",
      ".png",
    ])
  })

  it("are renamed in references that are percent-encoded too", () => {
    const source = "![](attachment:my%20plot.png)"
    expect(merged({}, { "my plot.png": "1" }, { "my plot.png": "2" }, source).source).toBe(
      "![](attachment:my%20plot-2.png)",
    )
  })

  it("are not renamed in a reference to another file whose name begins alike", () => {
    const source = "![](attachment:plot.png) ![](attachment:plot.png.svg)"
    expect(merged({}, { "plot.png": "1" }, { "plot.png": "2", "plot.png.svg": "3" }, source).source).toBe(
      "![](attachment:plot-2.png) ![](attachment:plot.png.svg)",
    )
  })

  it("renamed one after the other do not meet", () => {
    const source = "![](attachment:a.png) ![](attachment:a-2.png)"
    const { files, source: text } = merged(
      {},
      { "a.png": "1", "a-2.png": "2" },
      { "a.png": "3", "a-2.png": "4" },
      source,
    )
    const [first, second] = [...text.matchAll(/attachment:([^)]+)/g)].map((match) => match[1]!)
    expect([files?.[first!], files?.[second!]]).toEqual(["3", "4"])
  })

  it("with names that mean something to a pattern, or to no encoding, are renamed as others", () => {
    for (const name of ["a+b (1).png", "$&.png", "[x]", "\ud800.png"]) {
      const { files, source } = merged({}, { [name]: "1" }, { [name]: "2" }, `![](attachment:${name})`)
      const [rename] = Object.keys(files ?? {}).filter((each) => each !== name)
      expect(source).toBe(`![](attachment:${rename})`)
    }
  })
})

function pointsAt(text: string, name: string): boolean {
  return namesIn(text, referencesTo([name])).has(name)
}

test("whether a text points at an attachment, however its name is spelt", () => {
  expect(pointsAt("![](attachment:my%20plot.png)", "my plot.png")).toBe(true)
  expect(pointsAt("![](attachment:my plot.png)", "my plot.png")).toBe(true)
  expect(pointsAt("see attachment:a.png.", "a.png")).toBe(true)
  expect(pointsAt("![](attachment:a.png.svg)", "a.png")).toBe(false)
  expect(pointsAt("![](a.png)", "a.png")).toBe(false)
})
