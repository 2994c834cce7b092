import { describe, expect, it } from "vitest"
import { sameOutputs } from "../../../src/normalize/outputs/output-canonical.js"
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

const WIDGET = { "application/vnd.jupyter.widget-view+json": { model_id: "0a" } }

const same = (a: readonly OutputSketch[], b: readonly OutputSketch[]): boolean =>
  sameOutputs(outputsOf(a), outputsOf(b))

const styler = (id: string, value = 3): OutputSketch =>
  html(
    `<style>#T_${id}_row0_col0 {color: red}</style><table id="T_${id}"><td id="T_${id}_row0_col0">${value}</td></table>`,
  )

describe("the same but for the run", () => {
  it.each<[string, OutputSketch[], OutputSketch[]]>([
    ["nothing", [], []],
    ["execution counts", [result({ "text/plain": "3" }, 1)], [result({ "text/plain": "3" }, 9)]],
    ["text as a string or a list", [stream("a\nb\n")], [stream(["a\n", "b\n"])]],
    ["the chunks of a stream", [stream("a\nb"), stream("\nc\n")], [stream("a\n"), stream("b\nc\n")]],
    ["a stream's carriage returns", [stream("1%\r50%\r100%\n")], [stream("1%\r100%\n")]],
    ["Windows line endings", [stream("a\r\nb\r\n")], [stream("a\nb\n")]],
    ["colors of a traceback", [failure("E", "x", ["\x1b[0;31mE\x1b[0m: x"])], [failure("E", "x", ["E: x"])]],
    [
      "base64 in lines",
      [display({ "image/png": `${png(2, 2).slice(0, 20)}\n${png(2, 2).slice(20)}\n` })],
      [display({ "image/png": png(2, 2) })],
    ],
    [
      "the text beside an image",
      [display({ "image/png": png(2, 2), "text/plain": "<Figure size 432x288 with 1 Axes>" })],
      [display({ "image/png": png(2, 2), "text/plain": "<matplotlib.figure.Figure>" })],
    ],
    ["the text beside HTML", [html("<b>1</b>")], [display({ "text/html": "<b>1</b>" })]],
    ["ids in HTML", [styler("0a1b2")], [styler("c3d4e")]],
    [
      "a widget's model",
      [display({ "application/vnd.jupyter.widget-view+json": { model_id: "0a", version_major: 2 } })],
      [display({ "application/vnd.jupyter.widget-view+json": { version_major: 2, model_id: "1b" } })],
    ],
    [
      "the uid of a plotly trace",
      [display({ "application/vnd.plotly.v1+json": { data: [{ uid: "0a", y: [1] }] } })],
      [display({ "application/vnd.plotly.v1+json": { data: [{ uid: "1b", y: [1] }] } })],
    ],
    ["bokeh's counters, in its script, its JSON and its metadata", [bokeh("1002")], [bokeh("1457")]],
    ["a display's id", [{ ...stream("a"), transient: { display_id: "1" } }], [stream("a")]],
    [
      "an unknown output's counts",
      [{ output_type: "new", execution_count: 1 }],
      [{ output_type: "new", execution_count: 2 }],
    ],
    ["a stream without a name", [{ output_type: "stream", text: "a" }], [stream("a")]],
  ])("%s", (_, a, b) => {
    expect(same(a, b)).toBe(true)
    expect(same(b, a)).toBe(true)
  })
})

describe("not the same", () => {
  it.each<[string, OutputSketch[], OutputSketch[]]>([
    ["other text", [stream("a\n")], [stream("b\n")]],
    ["a newline at the end", [stream("a\n")], [stream("a")]],
    ["another stream", [stream("a")], [stream("a", "stderr")]],
    [
      "chunks of other streams between",
      [stream("a"), stream("x", "stderr"), stream("b")],
      [stream("ab"), stream("x", "stderr")],
    ],
    [
      "another order",
      [stream("a"), result({ "text/plain": "3" })],
      [result({ "text/plain": "3" }), stream("a")],
    ],
    ["another error", [failure("E", "x", [])], [failure("F", "x", [])]],
    ["another message", [failure("E", "x", [])], [failure("E", "y", [])]],
    ["another image", [display({ "image/png": png(2, 2, 1) })], [display({ "image/png": png(2, 2, 2) })]],
    [
      "an image that is not base64",
      [display({ "image/png": "broken!" })],
      [display({ "image/png": "broken?" })],
    ],
    ["the text alone", [result({ "text/plain": "3" })], [result({ "text/plain": "4" })]],
    [
      "the text beside a widget, which only points at what it shows",
      [
        display({
          "application/vnd.jupyter.widget-view+json": { model_id: "0a" },
          "text/plain": "Box(max=41)",
        }),
      ],
      [
        display({
          "application/vnd.jupyter.widget-view+json": { model_id: "1b" },
          "text/plain": "Box(max=500)",
        }),
      ],
    ],
    [
      "the text beside the notice that stands in for a widget",
      [display({ ...WIDGET, "text/html": "<p>Failed to display</p>", "text/plain": "Box(max=41)" })],
      [display({ ...WIDGET, "text/html": "<p>Failed to display</p>", "text/plain": "Box(max=500)" })],
    ],
    [
      "the text beside Colab's notes",
      [
        result({
          "application/vnd.google.colaboratory.intrinsic+json": { type: "string" },
          "text/plain": "'a'",
        }),
      ],
      [
        result({
          "application/vnd.google.colaboratory.intrinsic+json": { type: "string" },
          "text/plain": "'b'",
        }),
      ],
    ],
    ["another value with an id", [styler("0a1b2", 3)], [styler("c3d4e", 4)]],
    [
      "a UUID in a cell of a table",
      [html("<td>0a1b2c3d-0000-4000-8000-000000000001</td>")],
      [html("<td>0a1b2c3d-0000-4000-8000-000000000002</td>")],
    ],
    [
      "an id in JSON",
      [display({ "application/json": { id: "a" } })],
      [display({ "application/json": { id: "b" } })],
    ],
    [
      "the spelling of a number in JSON",
      [display({ "application/json": 1 })],
      [{ ...display({ "application/json": "1" }) }],
    ],
    ["colors of a stream", [stream("\x1b[31ma")], [stream("\x1b[32ma")]],
    ["metadata", [display({}, { "image/png": { width: 1 } })], [display({}, { "image/png": { width: 2 } })]],
    ["an unknown key", [{ ...stream("a"), mood: "good" }], [{ ...stream("a"), mood: "bad" }]],
    ["display and result", [display({ "text/plain": "3" })], [result({ "text/plain": "3" })]],
    ["an unknown output", [{ output_type: "new", text: "a" }], [{ output_type: "new", text: "b" }]],
    ["one more output", [stream("a")], [stream("a"), display({ "text/plain": "3" })]],
  ])("%s", (_, a, b) => {
    expect(same(a, b)).toBe(false)
    expect(same(b, a)).toBe(false)
  })
})

function bokeh(id: string): OutputSketch {
  const mime = "application/vnd.bokehjs_exec.v0+json"
  const script = `const docs = {"d":{"roots":{"references":[{"id":"${id}"}]}}}; Bokeh.embed(docs, "${id}")`
  return display({ "application/javascript": script, [mime]: { id } }, { [mime]: { id } })
}

it("reads the outputs of nbformat 3 as those of nbformat 4", () => {
  const old: OutputSketch[] = [
    { output_type: "stream", stream: "stdout", text: ["a\n", "b\n"] },
    {
      output_type: "pyout",
      prompt_number: 3,
      text: ["<b>"],
      html: ["<b>1</b>"],
      png: png(2, 2),
      metadata: { png: { width: 3 } },
    },
    { output_type: "display_data", json: '{"a": [1, 2.0]}' },
    { output_type: "pyerr", ename: "E", evalue: "x", traceback: ["E: x"] },
  ]
  const now: OutputSketch[] = [
    stream("a\nb\n"),
    {
      ...result({ "text/plain": "<b>", "text/html": "<b>1</b>", "image/png": png(2, 2) }, 3),
      metadata: { "image/png": { width: 3 } },
    },
    display({ "application/json": { a: [1, 2] } }),
    failure("E", "x", ["E: x"]),
  ]
  const spelt = JSON.stringify(now)
  expect(spelt).toContain("[1,2]")
  expect(
    sameOutputs(
      outputsOf(old.with(2, { output_type: "display_data", json: '{"a": [1, 2]}' }), 3),
      outputsOf(now),
    ),
  ).toBe(true)
  expect(sameOutputs(outputsOf(old, 3), outputsOf(now))).toBe(false)
})

it("decodes nothing of outputs whose bytes are equal", () => {
  const outputs = outputsOf([stream("a\n"), display({ "image/png": png(2, 2) })])
  const untouchable = outputs.map((output) =>
    Object.defineProperties({ ...output }, { text: { get: refuse }, data: { get: refuse } }),
  )
  expect(sameOutputs(untouchable, untouchable)).toBe(true)
})

function refuse(): never {
  throw new Error("was decoded")
}
