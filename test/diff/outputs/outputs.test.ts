import { describe, expect, it } from "vitest"
import type { OutputChange, OutputDiff } from "../../../src/diff/model/output-diff.js"
import { diffOutputs } from "../../../src/diff/outputs/outputs.js"
import { splitLines } from "../../../src/diff/text/lines.js"
import { DEFAULT_RULES, type RuleSet, withRules } from "../../../src/normalize/rules/rule-set.js"
import { RULE_TABLE } from "../../../src/normalize/rules/rules.js"
import { rawTextOf } from "../../../src/notebook/json/json-value.js"
import {
  display,
  failure,
  html,
  type OutputSketch,
  outputsOf,
  png,
  result,
  stream,
} from "../../support/outputs.js"

const diff = (a: readonly OutputSketch[], b: readonly OutputSketch[]): readonly OutputDiff[] =>
  diffOutputs(outputsOf(a), outputsOf(b))

/** The diff in a line: each output's kind, and how many outputs are on each side of it. */
const outline = (a: readonly OutputSketch[], b: readonly OutputSketch[]): string =>
  diff(a, b)
    .map(({ kind, before, after }) => `${kind} ${before.length}→${after.length}`)
    .join(", ")

const changes = (a: OutputSketch, b: OutputSketch): readonly OutputChange[] =>
  diff([a], [b])[0]?.changes ?? []

const text = (...lines: readonly string[]): OutputSketch => result({ "text/plain": lines.join("\n") })
const image = (width: number, pixels = 0): OutputSketch => display({ "image/png": png(width, 10, pixels) })

const frame = (...rows: readonly (readonly (string | number)[])[]): OutputSketch =>
  html(
    `<div><table border="1" class="dataframe"><thead><tr><th></th><th>price</th></tr></thead><tbody>${rows
      .map(([label, price]) => `<tr><th>${label}</th><td>${price}</td></tr>`)
      .join("")}</tbody></table></div>`,
  )

describe("what the rules call volatile is", () => {
  const rules = (...paths: readonly string[]): RuleSet =>
    withRules(
      DEFAULT_RULES,
      paths.map((path) => ({ path, action: "alike", writer: "us", reason: "a test" })),
    )
  const sized = (height: number, title = "a") => ({
    ...result({ "text/plain": "1" }),
    metadata: { view: { height, title } },
  })
  const kinds = (a: OutputSketch, b: OutputSketch, set: RuleSet) =>
    diffOutputs(outputsOf([a]), outputsOf([b]), set).map(({ kind, changes: list }) => [kind, list.length])

  it.each<[string, OutputSketch, OutputSketch, string]>([
    ["a field of the metadata", sized(1), sized(2), "output.metadata.view"],
    ["a field within a field", sized(1), sized(2), "output.metadata.view.height"],
    [
      "a mime type",
      display({ "text/html": "<i>1</i>", "application/x-run": "1" }),
      display({ "text/html": "<i>1</i>", "application/x-run": "2" }),
      "output.data.application/x-run",
    ],
  ])("quiet: %s", (_, a, b, path) => {
    expect(kinds(a, b, DEFAULT_RULES)).toEqual([["edited", 1]])
    expect(kinds(a, b, rules(path))).toEqual([["rerun", 0]])
    expect(kinds(a, b, rules("output.metadata.other"))).toEqual([["edited", 1]])
  })

  it("not shown beside what somebody changed", () => {
    const set = rules("output.metadata.view.height")
    expect(kinds(sized(1, "a"), sized(2, "b"), set)).toEqual([["edited", 1]])
  })

  it("of the default rules only the counts", () => {
    const ofOutputs = RULE_TABLE.filter(({ path }) => /^(output|\{.*output.*?\})\./.test(path))
    expect(ofOutputs.map(({ path }) => path)).toEqual(["{cell,output}.{execution_count,prompt_number}"])
  })
})

describe("aligns the outputs", () => {
  it.each<[string, OutputSketch[], OutputSketch[], string]>([
    ["equal ones say nothing", [stream("a")], [stream("a")], ""],
    ["nor do those that are only written differently", [stream("a\nb")], [stream(["a\n", "b"])], ""],
    ["a new one", [stream("a")], [stream("a"), image(1)], "unchanged 1→1, added 0→1"],
    ["one that went", [image(1), stream("a")], [stream("a")], "deleted 1→0, unchanged 1→1"],
    [
      "one that was only re-run",
      [text("<A at 0x7f3204e36828>")],
      [text("<A at 0x7f656538a2b8>")],
      "rerun 1→1",
    ],
    ["another count", [result({ "text/plain": "3" }, 1)], [result({ "text/plain": "3" }, 2)], "rerun 1→1"],
    ["one that changed", [text("3")], [text("4")], "edited 1→1"],
    [
      "the chunks of a stream are one",
      [stream("a\n"), stream("b\n")],
      [stream("a\n"), stream("c\n")],
      "edited 2→2",
    ],
    ["chunks cut elsewhere are a re-run", [stream("a\n"), stream("b\n")], [stream("a\nb\n")], "rerun 2→1"],
    ["another kind of thing is another output", [text("3")], [image(1)], "deleted 1→0, added 0→1"],
    ["streams keep apart", [stream("a")], [stream("a", "stderr")], "deleted 1→0, added 0→1"],
    [
      "a new plot before the others",
      [image(10), image(20)],
      [image(5), image(10, 1), image(20, 1)],
      "added 0→1, edited 1→1, edited 1→1",
    ],
    [
      "the text that is alike is the one that changed",
      [text("a", "b", "c")],
      [text("x", "y", "z"), text("a", "b", "d")],
      "added 0→1, edited 1→1",
    ],
    [
      "a widget's view that went, where its text stayed",
      [display({ "application/vnd.jupyter.widget-view+json": { model_id: "1" }, "text/plain": "Box()" })],
      [display({ "text/plain": "Box()" })],
      "edited 1→1",
    ],
    [
      "many of a kind pair in order",
      Array.from({ length: 40 }, (_, i) => text(`a${i}`)),
      Array.from({ length: 41 }, (_, i) => text(`b${i}`)),
      `${"edited 1→1, ".repeat(40)}added 0→1`,
    ],
  ])("%s", (_, a, b, expected) => {
    expect(outline(a, b)).toBe(expected)
  })

  it("says nothing of an upgrade from nbformat 3, and nothing of another indentation", () => {
    const old = outputsOf(
      [
        { output_type: "pyout", prompt_number: 1, text: ["3"], png: png(1, 1), metadata: {} },
        { output_type: "stream", stream: "stdout", text: ["a\n", "b"] },
        { output_type: "pyerr", ename: "E", evalue: "x", traceback: ["a", "b"] },
      ],
      3,
    )
    const now = [
      result({ "image/png": png(1, 1), "text/plain": ["3"] }),
      stream("a\nb"),
      failure("E", "x", ["a", "b"]),
    ]
    expect(diffOutputs(old, outputsOf(now))).toEqual([])
    expect(diffOutputs(outputsOf(now, 4, 4), outputsOf(now))).toEqual([])
  })
})

/** The lines that the hunks of a text delete and add. */
function lines(change: OutputChange | undefined): readonly string[] {
  const text =
    change?.kind === "mime" && change.content.kind === "text"
      ? change.content.text
      : change?.kind === "stream" || change?.kind === "error"
        ? change.text
        : { before: "", after: "", hunks: [] }
  const before = splitLines(text.before)
  const after = splitLines(text.after)
  return text.hunks.flatMap(({ fromA, toA, fromB, toB }) => [
    ...before.slice(fromA, toA).map((line) => `-${line.trimEnd()}`),
    ...after.slice(fromB, toB).map((line) => `+${line.trimEnd()}`),
  ])
}

describe("says what changed", () => {
  it("in a stream: lines as a reader saw them, without those that were only re-run", () => {
    const run = (rate: string, loss: string): OutputSketch =>
      stream(`  0%|   | 0/9\r100%|███| 9/9 [00:26<00:00, ${rate}it/s]\nloss: ${loss}\n`)
    const [change] = changes(run("2.5", "0.3"), run("7.1", "0.2"))
    expect(change).toMatchObject({ kind: "stream", name: "stdout" })
    expect(lines(change)).toEqual(["-loss: 0.3", "+loss: 0.2"])
    expect(change?.kind === "stream" && change.text.after).toBe(
      "100%|███| 9/9 [00:26<00:00, 7.1it/s]\nloss: 0.2\n",
    )
  })

  it("in an error: its name, value and last frame, and the lines without colors", () => {
    const error = (count: number, line: number, value: string): OutputSketch =>
      failure("ValueError", value, [
        "\x1b[0;31mValueError\x1b[0m        Traceback (most recent call last)",
        `\x1b[0;32mCell In[${count}]\x1b[0m, line ${line}, in load(path)\n----> ${line} raise ValueError()`,
        `\x1b[0;31mValueError\x1b[0m: ${value}`,
      ])
    const [change] = changes(error(3, 2, "bad"), error(7, 4, "worse"))
    expect(change).toMatchObject({
      kind: "error",
      before: { name: "ValueError", value: "bad", lastFrame: "load, cell line 2" },
      after: { name: "ValueError", value: "worse", lastFrame: "load, cell line 4" },
    })
    expect(lines(change)).toContain("-ValueError: bad")
    expect(lines(change)).toContain("+ValueError: worse")
  })

  it("in an image: format, size in pixels and in bytes, from the header alone", () => {
    expect(changes(image(640, 1), image(800, 2))).toMatchObject([
      {
        kind: "mime",
        mime: "image/png",
        content: {
          kind: "image",
          before: { format: "PNG", width: 640, height: 10, size: 40 },
          after: { format: "PNG", width: 800, height: 10, size: 40 },
        },
      },
    ])
  })

  it("in a data frame: rows and values, and not its text beside", () => {
    const [change, ...rest] = changes(frame(["a", 1], ["b", 2], ["c", 3]), frame(["a", 1], ["c", 4]))
    expect(rest).toEqual([])
    expect(change).toMatchObject({
      mime: "text/html",
      content: {
        kind: "table",
        table: { values: 1, rowsAdded: 0, rowsDeleted: 1, before: { shape: { rows: 3 } } },
      },
    })
  })

  it("in the text around a table, beside its values", () => {
    const [change] = changes(
      html("<h1>One</h1>\n<table><tr><td>1</td></tr></table>"),
      html("<h1>Two</h1>\n<table><tr><td>2</td></tr></table>"),
    )
    expect(change).toMatchObject({ content: { kind: "table", table: { values: 1, surroundings: true } } })
  })

  it("in a table's looks only: nothing but its surroundings", () => {
    const [change] = changes(
      html("<table>\n<tr><td>1</td></tr></table>"),
      html("<table>\n<tr><td class='x'>1</td></tr></table>"),
    )
    expect(change).toMatchObject({ content: { kind: "table", table: { values: 0, surroundings: true } } })
  })

  it("in JSON: values by their path, made-up ones marked", () => {
    const plot = (uid: string, y: number): OutputSketch =>
      display({ "application/vnd.plotly.v1+json": { data: [{ uid, y: [1, y] }], layout: {} } })
    const [change] = changes(plot("a", 2), plot("b", 3))
    const content = change?.kind === "mime" && change.content.kind === "json" ? change.content.changes : []
    expect(content.map(({ path, volatile }) => [path.join("."), volatile])).toEqual([
      ["data.0.uid", true],
      ["data.0.y", false],
    ])
  })

  it("in bytes that are not image: their size", () => {
    const pdf = (size: number): OutputSketch =>
      display({ "application/pdf": Buffer.alloc(size).toString("base64") })
    expect(changes(pdf(10), pdf(20))).toMatchObject([{ content: { kind: "binary", before: 10, after: 20 } }])
  })

  it("in a mime type that came or went", () => {
    const both = display({ "text/html": "<b>1</b>", "text/latex": "$1$", "text/plain": "1" })
    const one = display({ "text/html": "<b>1</b>", "text/plain": "1" })
    const [change] = changes(both, one)
    expect(change).toMatchObject({ kind: "mime", mime: "text/latex", after: undefined })
    expect(lines(change)).toEqual(["-$1$"])
    expect(lines(changes(one, both)[0])).toEqual(["+$1$"])
  })

  it("in metadata, in the type, and in keys that nobody knows", () => {
    const before = {
      ...display({ "text/plain": "1" }, { "image/png": { width: 1, height: 1 } }),
      mood: "good",
    }
    const after = { ...result({ "text/plain": "1" }), metadata: { "image/png": { width: 2, height: 1 } } }
    const fields = changes(before, after).map((change) => {
      if (change.kind !== "field") return change.kind
      const shown = [change.change.before, change.change.after].map((value) => value && rawTextOf(value))
      return `${change.change.path.join("/")}: ${shown.join(" → ")}`
    })
    expect(fields).toEqual([
      'output_type: "display_data" → "execute_result"',
      "metadata/image/png/width: 1 → 2",
      'mood: "good" → ',
    ])
  })

  it("in an output of a type that nobody knows", () => {
    const [change] = changes({ output_type: "new", text: "a", n: 1 }, { output_type: "new", text: "b", n: 1 })
    expect(change).toMatchObject({ kind: "field", change: { path: ["text"] } })
  })
})
