import { expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { renderPlain } from "../../src/render/plain.js"
import { VIEW_DEFAULTS } from "../../src/render/words/view-options.js"
import { html } from "../support/outputs.js"

/** A notebook whose one output is a table of these rows, the first word of each its label. */
function withTable(...rows: readonly string[]): Notebook {
  const body = rows.map((row) => {
    const [label, ...values] = row.split(" ")
    return `<tr><th>${label}</th>${values.map((value) => `<td>${value}</td>`).join("")}</tr>`
  })
  const table = `<table><thead><tr><th></th><th>price</th></tr></thead><tbody>${body.join("")}</tbody></table>`
  const cells = [
    {
      cell_type: "code",
      id: "a",
      metadata: {},
      execution_count: 1,
      source: "head()",
      outputs: [html(table)],
    },
  ]
  return parseNotebook(
    new TextEncoder().encode(JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 })),
  )
}

function outputLine(before: Notebook, after: Notebook): string | undefined {
  const view = renderPlain(
    diffNotebooks(before, after),
    { path: "n.ipynb", status: "modified" },
    VIEW_DEFAULTS,
  )
  return view.split("\n").find((line) => line.startsWith("output: "))
}

test.each([
  ["more rows", ["a 1", "b 2"], ["a 1", "b 2", "c 3"], "output: table, 2 → 3 rows"],
  ["other values", ["a 1", "b 2"], ["a 1", "b 5"], "output: table, 1 value changed"],
  ["as many rows, one of them another", ["a 1", "b 2"], ["a 1", "c 3"], "output: table, +1 -1 rows"],
])("of a table with %s it is said", (_, before, after, line) => {
  expect(outputLine(withTable(...before), withTable(...after))).toBe(line)
})
