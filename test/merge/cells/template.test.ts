import { expect, test } from "vitest"
import { templateSide } from "../../../src/merge/cells/template.js"
import { cellListOf } from "../../../src/notebook/cell-list.js"
import { itemsOf } from "../../../src/notebook/json/json-value.js"
import { type Notebook, parseNotebook } from "../../../src/notebook/model.js"

const JSON_OF = {
  cells: [
    { cell_type: "raw", metadata: {}, source: "a" },
    { cell_type: "raw", metadata: {}, source: "b" },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 4,
}
const PLAIN = `${JSON.stringify(JSON_OF, null, 1)}\n`

function notebook(text: string): Notebook {
  return parseNotebook(Buffer.from(text))
}

function template(base: string | undefined, ours: string, theirs: string): string {
  return templateSide({
    base: base === undefined ? undefined : notebook(base),
    ours: notebook(ours),
    theirs: notebook(theirs),
  })
}

test.each([
  ["indentation", JSON.stringify(JSON_OF, null, 4)],
  ["line ends", PLAIN.replaceAll("\n", "\r\n")],
  ["the final newline", PLAIN.trimEnd()],
  ["a byte order mark", `\ufeff${PLAIN}`],
  ["one line", JSON.stringify(JSON_OF)],
  ["the order of keys", JSON.stringify(Object.fromEntries(Object.entries(JSON_OF).reverse()), null, 1)],
  ["white space between the cells", PLAIN.replace("  },\n", "  },\n\n")],
  ["a new key", JSON.stringify({ ...JSON_OF, own: 1 }, null, 1)],
])("the side that alone changed the layout is the template: %s", (_, changed) => {
  expect(template(PLAIN, PLAIN, changed)).toBe("theirs")
  expect(template(PLAIN, changed, PLAIN)).toBe("ours")
  expect(template(PLAIN, changed, changed)).toBe("ours")
  expect(template(undefined, PLAIN, changed)).toBe("ours")
})

test("an edit of values is not a change of the layout", () => {
  expect(template(PLAIN, PLAIN, PLAIN.replace('"a"', '"other"'))).toBe("ours")
  expect(template(PLAIN, PLAIN, `${JSON.stringify({ ...JSON_OF, cells: [] }, null, 1)}\n`)).toBe("ours")
})

test("the list of cells, of nbformat 4 and of the one worksheet of an older notebook", () => {
  const count = (text: string) => itemsOf(cellListOf(notebook(text).root)!).length
  expect(count(PLAIN)).toBe(2)
  expect(count('{"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "markdown"}]}]}')).toBe(1)
  expect(cellListOf(notebook('{"nbformat": 3, "worksheets": []}').root)).toBeUndefined()
})
