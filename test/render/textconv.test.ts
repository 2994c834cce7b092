import { describe, expect, test } from "vitest"
import { parseNotebook } from "../../src/notebook/model.js"
import { renderTextconv } from "../../src/render/textconv.js"

interface CellJson {
  readonly [key: string]: unknown
}

const code = (id: string, source: string, over: CellJson = {}): CellJson => ({
  ...{ cell_type: "code", execution_count: null, id, metadata: {}, outputs: [], source },
  ...over,
})

function textconv(...cells: readonly CellJson[]): string {
  const json = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }
  return renderTextconv(parseNotebook(new TextEncoder().encode(JSON.stringify(json))))
}

const stream = (text: string): CellJson => ({ output_type: "stream", name: "stdout", text })
const result = (data: CellJson): CellJson => ({
  output_type: "execute_result",
  data,
  metadata: {},
  execution_count: 7,
})

test("a cell is a header, its source as it is, and a line an output", () => {
  expect(
    textconv(code("a1", "x = 1\n\tx", { outputs: [stream("one\n"), result({ "text/plain": "1" })] })),
  ).toBe('── code a1\nx = 1\n\tx\n→ stdout "one"\n→ 1\n')
})

test("a cell inserted above touches no line below", () => {
  const below = [code("a", "x"), code("b", "y", { outputs: [stream("1\n2\n")] })]
  expect(textconv(code("new", "z"), ...below)).toBe(textconv(code("new", "z")) + textconv(...below))
})

describe("a line stays the same when", () => {
  const outputs = [
    stream("<Foo at 0x7f3b2c1d0e80>\nmore\n"),
    result({ "text/plain": "<Bar at 0x7f3b2c1d0e80>" }),
  ]
  const usual = textconv(code("a", "x", { outputs }))

  test("the cell is run again", () => {
    const again = [
      stream("<Foo at 0x7fffffff0e80>\nmore\n"),
      result({ "text/plain": "<Bar at 0x7fffffff0e80>" }),
    ]
    expect(textconv(code("a", "x", { outputs: again, execution_count: 9 }))).toBe(usual)
  })

  test("volatile metadata change", () => {
    expect(textconv(code("a", "x", { outputs, metadata: { collapsed: true, ExecuteTime: {} } }))).toBe(usual)
  })
})

test("an output that is not said whole still changes its line", () => {
  const line = (text: string): string => textconv(code("a", "x", { outputs: [stream(text)] }))
  expect(line("1\n2\n")).not.toBe(line("1\n3\n"))
  expect(line("1\n2\n")).toMatch(/→ stdout, 2 lines · [0-9a-f]{8}\n$/)
})
