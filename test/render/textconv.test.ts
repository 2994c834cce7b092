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

/** The text of the cells, without what the notebook says of itself. */
function textconv(...cells: readonly CellJson[]): string {
  return textOf({ cells }).replace(/── notebook\n.*/s, "")
}

function textOf(over: CellJson): string {
  const json = { metadata: {}, nbformat: 4, nbformat_minor: 5, cells: [], ...over }
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
  ).toBe('── code\nx = 1\n\tx\n→ stdout "one"\n→ 1\n')
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

test("a minted id changes no line", () => {
  expect(textconv(code("minted", "x"))).toBe(textconv(code("old", "x")))
})

test("metadata that somebody set are a line each", () => {
  const metadata = { tags: ["parameters"], collapsed: true, slideshow: { slide_type: "slide" } }
  expect(textconv(code("a", "x", { metadata }))).toBe(
    '── code\n• slideshow.slide_type: "slide"\n• tags: ["parameters"]\nx\n',
  )
})

test("an attachment is a line with a digest", () => {
  const attached = (png: string): string =>
    textconv(code("a", "x", { attachments: { "a.png": { "image/png": png } } }))
  expect(attached("AAAA")).toMatch(/^• attachment a\.png: image\/png · [0-9a-f]{8}$/m)
  expect(attached("BBBB")).not.toBe(attached("AAAA"))
})

test("the kernel and the format come last", () => {
  const kernelspec = { name: "ir", display_name: "R 4.3", language: "R" }
  expect(textOf({ metadata: { kernelspec, language_info: { version: "4.3" } } })).toBe(
    '── notebook\n• kernelspec.language: "R"\n• kernelspec.name: "ir"\n• nbformat: 4\n• nbformat_minor: 5\n',
  )
})

test("a source that ends its last line has an empty one after it, as in an editor", () => {
  expect(textconv(code("a", "x\n"))).toBe("── code\nx\n\n")
})
