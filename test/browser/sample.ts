import { spotted } from "../support/png.js"
import { type Repository, repository } from "../support/repository.js"

/** A repository with two notebooks in which everything was changed that a page can show, since its only commit. */
export function sampleRepository(): Repository {
  const repo = repository()
  repo.commit("first", { "bread.ipynb": bread("before"), "reports/flats.ipynb": flats("before") })
  repo.write("bread.ipynb", bread("after"))
  repo.write("reports/flats.ipynb", flats("after"))
  return repo
}

type Side = "before" | "after"

interface Cell {
  readonly id: string
  readonly cell_type: "markdown" | "code"
  readonly [key: string]: unknown
}

function bread(side: Side): string {
  const is = side === "after"
  const cells: Cell[] = [
    markdown("title", is ? "## The Bread" : "# The Bread"),
    markdown(
      "prose",
      is
        ? "An *edited* paragraph with a [link](https://example.org) and $a^2 + b^2$.\n\n- one\n- two"
        : "A paragraph with a [link](https://example.org) and $a^2 + c^2$.\n\n- one",
    ),
    ...quiet("first", 4),
    code("edited", EDITED[side], [stream(is ? "two\nlines" : "one")]),
    ...(is ? [] : [code("gone", "gone = 1")]),
    ...(is ? [code("new", "new = 1\n\nprint(new)", [stream("1")])] : []),
    code("plot", "plot()", [picture(is ? 40 : 4)]),
    code("table", "frame.describe()", [table(is ? "1.5" : "1.0", is)]),
    code("error", "fail()", [error(is ? "x" : "y")]),
    code("html", "HTML(page)", [
      html(`<h2>A heading</h2><p style="color:teal">${side} words in a frame</p>`),
    ]),
    ...(is
      ? [...quiet("last", 3), markdown("moved", MOVED)]
      : [markdown("moved", MOVED), ...quiet("last", 3)]),
    { ...code("meta", "x = 1"), metadata: { tags: [side] } },
  ]
  return notebook(cells)
}

const MOVED = "### A cell that moved\n\nIt has some words in it, so that it is known again."

const EDITED = {
  before: "def prior(mu, sigma):\n    qs = range(10)\n\n    return qs\n\nprint(prior(1, 2))",
  after:
    "def prior(mean, sigma):\n    qs = range(10)\n\n    return list(qs)\n\nprint(prior(1, 2))\nprint('done')",
}

function flats(side: Side): string {
  const n = side === "after" ? 3 : 2
  return notebook([
    markdown("title", "# Flats"),
    code("load", `def load(path):\n    return read(path, ${n})`),
    ...quiet("rest", 30),
    code("end", `end = ${n}`),
  ])
}

/** Unchanged cells, one of them with a heading and a rare word. */
function quiet(name: string, count: number): readonly Cell[] {
  return Array.from({ length: count }, (_, i) =>
    i === 1
      ? markdown(`${name}-${i}`, `## Heading of ${name}\n\nThe rare word quokka-${name}.`)
      : code(`${name}-${i}`, `${name.replace("-", "_")}_${i} = ${i}\nprint(${i})`),
  )
}

function markdown(id: string, source: string): Cell {
  return { id, cell_type: "markdown", metadata: {}, source }
}

function code(id: string, source: string, outputs: readonly object[] = []): Cell {
  return { id, cell_type: "code", execution_count: null, metadata: {}, outputs, source }
}

function stream(text: string): object {
  return { output_type: "stream", name: "stdout", text }
}

function picture(spots: number): object {
  const data = {
    "image/png": Buffer.from(spotted(60, 40, spots)).toString("base64"),
    "text/plain": "<Figure>",
  }
  return { output_type: "display_data", metadata: {}, data }
}

function html(text: string): object {
  return { output_type: "display_data", metadata: {}, data: { "text/html": text, "text/plain": "HTML" } }
}

function table(value: string, isWide: boolean): object {
  const head = `<tr><th></th><th>price</th>${isWide ? "<th>rooms</th>" : ""}</tr>`
  const row = (i: number, cell: string): string =>
    `<tr><th>${i}</th><td>${cell}</td>${isWide ? `<td>${i}</td>` : ""}</tr>`
  const body = [row(0, value), row(1, "2.5"), row(2, "4.0")].join("\n")
  return html(
    `<table border="1" class="dataframe">\n<thead>\n${head}\n</thead>\n<tbody>\n${body}\n</tbody>\n</table>`,
  )
}

function error(name: string): object {
  const evalue = `name '${name}' is not defined`
  const traceback = [
    "Traceback (most recent call last)",
    "Cell In[1], line 1\n----> 1 fail()",
    `NameError: ${evalue}`,
  ]
  return { output_type: "error", ename: "NameError", evalue, traceback }
}

function notebook(cells: readonly Cell[]): string {
  const metadata = { kernelspec: { name: "python3", language: "python", display_name: "Python 3" } }
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1)
}
