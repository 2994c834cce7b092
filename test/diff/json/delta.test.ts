import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { applyDelta, type ByteDelta, byteDelta } from "../../../src/diff/json/delta.js"
import { diffFiles, type FilePair } from "../../support/arbitrary-pair.js"
import { notebookText } from "../../support/notebook-text.js"

describe("what a delta is made of", () => {
  test("an edited line: what lies before, what was added, what lies after", () => {
    const { copies, texts } = deltaOf(notebookText("a = 1\nb = 1"), notebookText("a = 1\nb = 12"))
    expect(texts).toEqual({ before: [], after: ["2"] })
    expect(copies).toHaveLength(2)
  })

  test("cells around an inserted one are copied as runs", () => {
    const cells = Array.from({ length: 40 }, (_, i) => `value_${i} = compute(${i})`)
    const { copies, texts } = deltaOf(edited(cells), edited(cells.toSpliced(20, 0, "inserted = True")))
    expect(copies).toHaveLength(2)
    expect(texts.before).toEqual([])
    expect(texts.after.join("")).toContain("inserted = True")
  })

  test("a cell that moved is a copy that crosses others", () => {
    const cells = Array.from({ length: 12 }, (_, i) => `name_${i} = open("file-${i}.csv").read_all_lines()`)
    const moved = [...cells.slice(1, 8), cells[0]!, ...cells.slice(8)]
    const { copies, texts } = deltaOf(edited(cells), edited(moved))
    expect(copies.some((copy, i) => copy.a < (copies[i - 1]?.a ?? 0))).toBe(true)
    expect([...texts.before, ...texts.after].join("")).not.toContain("name_")
  })

  test("the lines of a source that is one string are copied too", () => {
    const lines = Array.from({ length: 30 }, (_, i) => `line_${i} = function_of_a_name(${i})\n`)
    const other = lines.with(5, "first_change()\n").with(25, "second_change()\n")
    const { texts } = deltaOf(oneString(lines), oneString(other))
    expect(texts.after.join("")).toMatch(/^first_change[^=]+second_change[^=]+$/)
  })

  test("the lines of a cell that was split are copied to both pieces", () => {
    const head = Array.from({ length: 6 }, (_, i) => `first_part_${i} = load_something(${i})`).join("\n")
    const tail = Array.from({ length: 6 }, (_, i) => `second_part_${i} = plot_something(${i})`).join("\n")
    const { texts } = deltaOf(notebookText(`${head}\n${tail}`, "z"), notebookText(head, tail, "z"))
    expect([...texts.before, ...texts.after].join("")).not.toMatch(/load_something|plot_something\([0-4]/)
  })

  test("an image is copied from where nbformat 3 held it", () => {
    const png = Buffer.alloc(3000, 7).toString("base64")
    const old = { output_type: "display_data", png, text: ["<Figure>"] }
    const worksheet = {
      cells: [{ cell_type: "code", input: ["plot()"], language: "python", outputs: [old] }],
    }
    const output = { data: { "image/png": png }, metadata: {}, output_type: "display_data" }
    const cell = {
      cell_type: "code",
      execution_count: null,
      metadata: {},
      outputs: [output],
      source: ["plot()"],
    }
    const { texts } = deltaOf(
      json({ metadata: {}, nbformat: 3, nbformat_minor: 0, worksheets: [worksheet] }),
      json({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 4 }),
    )
    expect([...texts.before, ...texts.after].join("").length).toBeLessThan(1000)
  })

  test("a file that is indented differently keeps its lines, and its values", () => {
    const cells = Array.from({ length: 20 }, (_, i) => `something_long_${i} = another_thing(${i})`)
    const narrow = edited(cells)
    const wide = `${JSON.stringify(JSON.parse(narrow), null, 4)}\n`
    const { texts } = deltaOf(narrow, wide)
    expect([...texts.before, ...texts.after].join("")).not.toContain("something_long")
  })

  test("no character is cut in two, where characters share their first bytes", () => {
    for (const [one, other] of [
      ["größe", "grüße"],
      ["日本", "日本語"],
      ["x = '😀'", "x = '😁'"],
      ["é", "è"],
    ] as const) {
      const long = "the same text in front of it and after it"
      const { texts } = deltaOf(notebookText(long + one + long), notebookText(long + other + long))
      expect([...texts.before, ...texts.after].join("")).not.toContain("\ufffd")
    }
  })

  test("a byte order mark that came or went is in the texts", () => {
    const file = notebookText("a")
    expect(deltaOf(file, `\ufeff${file}`).texts).toEqual({ before: [], after: ["\ufeff"] })
  })
})

describe("the fixtures of the views", () => {
  test.each(["v3-to-v4", "4.4-to-4.5", "split", "join", "move-edit", "hostile", "image", "only-re-run"])(
    "%s: exact, and smaller than the files",
    (name) => {
      const [a, b] = ["a", "b"].map((side) =>
        readFileSync(new URL(`../../fixtures/views/${name}/${side}.ipynb`, import.meta.url)),
      ) as [Buffer, Buffer]
      const { texts } = deltaOf(a, b)
      expect(JSON.stringify(texts).length).toBeLessThan(a.length + b.length)
    },
  )
})

/** The delta, after a check that it is exact. */
function deltaOf(a: string | Uint8Array, b: string | Uint8Array): ByteDelta {
  const pair: FilePair = [Buffer.from(a), Buffer.from(b)]
  const delta = byteDelta(diffFiles(pair))
  expect(Buffer.from(applyDelta(delta, pair[0])).toString()).toBe(Buffer.from(b).toString())
  return delta
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`
}

/** A notebook whose cells carry no ids, so that they are told apart by their sources. */
function edited(sources: readonly string[]): string {
  const cells = sources.map((source) => ({
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source: [source],
  }))
  return json({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 })
}

function oneString(lines: readonly string[]): string {
  const cell = {
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source: lines.join(""),
  }
  return json({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 4 })
}
