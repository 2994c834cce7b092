import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { ownFormat, rangeJsonView } from "../../../src/cli/views/json-view.lazy.js"
import { diffVersions } from "../../../src/diff/diff-notebooks.js"
import { type DiffJson, encodeDiff } from "../../../src/diff/json/encode.js"
import { blobId } from "../../../src/node/blob-id.js"
import { parseNotebook } from "../../../src/notebook/model.js"
import { diffFiles } from "../../support/arbitrary-pair.js"
import { schemaKeys, schemaViolations } from "../../support/diff-schema.js"
import { notebookText } from "../../support/notebook-text.js"
import { repository } from "../../support/repository.js"

describe("the cells of the JSON form", () => {
  test("say where each cell is, and of an edited one its changed lines", () => {
    const { cells, summary } = encode(
      notebookText("a = 1\nb = 2\n", "same"),
      notebookText("a = 1\nb = 3\n", "same"),
    )
    expect(cells).toEqual([
      {
        kind: "edited",
        before: 0,
        after: 0,
        source: [{ before: 1, after: 1, deleted: ["b = 2\n"], added: ["b = 3\n"] }],
      },
      { kind: "unchanged", before: 1, after: 1 },
    ])
    expect(summary).toMatchObject({ edited: 1, added: 0, formatting: false, format: null })
  })

  test("of an added or deleted cell all that it is", () => {
    const output = { name: "stdout", output_type: "stream", text: ["3\n"] }
    const cell = { ...code("x = 3\ny", { tags: ["t"] }), outputs: [output] }
    const { cells } = encode(notebook(code("first")), notebook(code("first"), cell))
    expect(cells[1]).toEqual({
      kind: "added",
      before: null,
      after: 1,
      type: { before: null, after: "code" },
      source: [{ before: 0, after: 0, deleted: [], added: ["x = 3\n", "y"] }],
      metadata: [{ path: ["metadata"], before: null, after: { value: { tags: ["t"] } }, volatile: false }],
      outputs: [
        {
          kind: "added",
          before: null,
          after: 0,
          type: { before: null, after: "stream" },
          size: { before: null, after: expect.any(Number) },
        },
      ],
    })
    expect(encode(notebook(code("first"), cell), notebook(code("first"))).cells[1]).toMatchObject({
      kind: "deleted",
      before: 1,
      after: null,
      type: { before: "code", after: null },
      source: [{ before: 0, after: 0, deleted: ["x = 3\n", "y"], added: [] }],
    })
  })

  test("give every cell of a split or join", () => {
    const head = "first_line_of_it = load(1)\nsecond_line_of_it = load(2)\nthird_line_of_it = load(3)\n"
    const tail = "plot(first_line_of_it)\nplot(second_line_of_it)\nplot(third_line_of_it)"
    const [whole, parts] = [notebook(code(head + tail)), notebook(code(head), code(tail))]
    expect(encode(whole, parts).cells).toMatchObject([{ kind: "split", before: 0, after: [0, 1] }])
    expect(encode(parts, whole).cells).toMatchObject([{ kind: "joined", before: [0, 1], after: 0 }])
  })

  test("mark a cell that moved", () => {
    const long = (name: string) =>
      code(Array.from({ length: 5 }, (_, i) => `${name}_${i} = ${name}(${i})\n`).join(""))
    const [a, b, c] = [long("alpha"), long("beta"), long("gamma")]
    const { cells } = encode(notebook(a, b, c), notebook(b, c, a))
    expect(cells[2]).toEqual({ kind: "unchanged", before: 0, after: 2, moved: true })
  })

  test("tell a cell's attachments by size and by git's id of the file", () => {
    const png = Buffer.from("not really a picture")
    const attachments = { "a.png": { "image/png": png.toString("base64") } }
    const { cells } = encode(
      notebook(markdown("![](attachment:a.png)")),
      notebook({ ...markdown("![](attachment:a.png)"), attachments }),
    )
    const after = { size: png.length, oid: blobId(png) }
    expect(cells[0]?.attachments).toEqual([{ name: "a.png", mime: "image/png", before: null, after }])
  })

  test("hold no output, however large", () => {
    const image = (byte: number) => Buffer.alloc(30_000, byte).toString("base64")
    const cell = (byte: number) => ({
      ...code("plot()"),
      outputs: [{ data: { "image/png": image(byte) }, metadata: {}, output_type: "display_data" }],
    })
    const { cells } = encode(notebook(cell(1)), notebook(cell(2)))
    expect(JSON.stringify(cells).length).toBeLessThan(500)
    expect(cells[0]?.outputs?.[0]).toMatchObject({
      kind: "edited",
      before: 0,
      after: 0,
      changes: [{ kind: "mime" }],
    })
  })
})

describe("values", () => {
  const changed = (before: string, after: string) =>
    encode(withMetadata(before), withMetadata(after)).notebook.map((change) => [change.before, change.after])

  test("are as they are where JSON can carry them", () => {
    expect(changed('"a"', '{"b": [1, null, -2.5]}')).toEqual([
      [{ value: "a" }, { value: { b: [1, null, -2.5] } }],
    ])
  })

  test.each(["1.0", "-0.0", "1e400", "NaN", "12345678901234567890", '[{"k": 1, "k": 2}]'])(
    "are as their text where programs would read %s differently",
    (token) => {
      expect(changed("0", token)).toEqual([[{ value: 0 }, { text: token }]])
    },
  )

  test("are as their size where they are long", () => {
    const long = JSON.stringify("x".repeat(5000))
    expect(changed("null", long)).toEqual([[{ value: null }, { size: 5002 }]])
  })

  test("half a character survives as an escape", () => {
    const json = JSON.stringify(encode(notebookText("x"), notebookText("x").replace('"x"', '"\\ud800"')))
    expect(json).toMatch(/^[^\ud800-\udfff]*$/)
    expect((JSON.parse(json) as DiffJson).cells[0]?.source?.[0]?.added).toEqual(["\ud800"])
  })
})

test("a file that is not there is null, and the delta holds the whole of the other", () => {
  const b = parseNotebook(Buffer.from(notebookText("x")))
  const form = encodeDiff(diffVersions(undefined, b)!, { before: undefined, after: "b.ipynb" }, blobId)
  expect(form.before).toBeNull()
  expect(form.delta).toEqual({ copies: [], before: [], after: [notebookText("x")] })
  expect(schemaViolations(form)).toEqual([])
})

test("a file's id is git's own", () => {
  const repo = repository()
  const path = repo.write("a.ipynb", notebookText("größe"))
  const { before } = encode(repo.read("a.ipynb"), notebookText("x"))
  expect(before?.oid).toBe(repo.git("hash-object", path).trim())
})

test("one edited cell in a notebook of 50 MB makes less than 10 KB", () => {
  const image = Buffer.alloc(750_000, "nbdiff").toString("base64")
  const outputs = [{ data: { "image/png": image }, metadata: {}, output_type: "display_data" }]
  const cells = Array.from({ length: 50 }, (_, i) => ({ ...code(`plot(${i})`), outputs }))
  const edited = { ...code("plot(25, 26)"), outputs }
  const [a, b] = [notebook(...cells), notebook(...cells.with(25, edited))]
  expect(a.length).toBeGreaterThan(50_000_000)
  const json = JSON.stringify(encode(a, b))
  process.stdout.write(`encode: ${json.length} characters for one edited cell in ${a.length} bytes\n`)
  expect(json.length).toBeLessThan(10_000)
})

describe("the schema", () => {
  const fixtures = new URL("../../fixtures/views/", import.meta.url)
  const files = (name: string): readonly string[] =>
    ["a", "b"].flatMap((side) => {
      const file = new URL(`${name}/${side}.ipynb`, fixtures)
      return readdirSync(new URL(name, fixtures)).includes(`${side}.ipynb`)
        ? [readFileSync(file, "utf8")]
        : []
    })

  test("describes the diff of every fixture, and each of its keys is met", () => {
    const met = new Set<string>()
    const meet = (key: string, value: unknown): unknown => {
      met.add(key)
      return value
    }
    const forms = readdirSync(fixtures).flatMap((name) => {
      const [a, b] = files(name)
      return a === undefined || b === undefined ? [] : [encode(a, b)]
    })
    const strange = encode(notebook({ ...code("x"), own: 1 }), notebook({ ...code("x"), own: 2 }))
    const field = encode(notebook(displayed({})), notebook(displayed({ isolated: true })))
    for (const form of [...forms, strange, field]) {
      expect(schemaViolations(JSON.parse(JSON.stringify(form, meet)))).toEqual([])
    }
    expect(JSON.parse([...rangeLines()].join(""), meet)).toBeTruthy()
    expect(forms.length).toBeGreaterThan(20)
    expect(schemaKeys().filter((key) => !met.has(key))).toEqual([])
  })

  test("describes a range", () => {
    expect(schemaViolations(JSON.parse([...rangeLines()].join("")))).toEqual([])
    expect(schemaViolations(JSON.parse([...rangeJsonView(ownFormat).end()].join("")))).toEqual([])
  })

  test("refuses a key that it does not know, and a form without one it needs", () => {
    const form = encode(notebookText("x"), notebookText("y"))
    expect(schemaViolations({ ...form, more: 1 })).not.toEqual([])
    const { delta: _, ...without } = form
    expect(schemaViolations(without)).not.toEqual([])
  })
})

function* rangeLines(): Generator<string> {
  const view = rangeJsonView(ownFormat)
  const names = { path: "a.ipynb", status: "modified" as const, oldMode: "100644", newMode: "100644" }
  yield* view.notebooks(
    { names, status: "M" },
    diffFiles([bytes(notebookText("x")), bytes(notebookText("y"))]),
  )
  yield* view.text({ names: { path: "b.ipynb", status: "added" }, status: "A" }, "+text\n")
  yield* view.unmerged("c.ipynb")
  yield* view.end()
}

function encode(a: string, b: string): DiffJson {
  return encodeDiff(diffFiles([bytes(a), bytes(b)]), { before: "a.ipynb", after: "b.ipynb" }, blobId)
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text)
}

function notebook(...cells: readonly object[]): string {
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 }, null, 1)}\n`
}

function withMetadata(value: string): string {
  return notebook().replace('"metadata": {}', `"metadata": {"own": ${value}}`)
}

function code(source: string, metadata: object = {}): object {
  return {
    cell_type: "code",
    execution_count: null,
    metadata,
    outputs: [],
    source: source.split(/(?<=\n)/),
  }
}

function markdown(source: string): object {
  return { cell_type: "markdown", metadata: {}, source: [source] }
}

function displayed(metadata: object): object {
  return {
    ...code("x"),
    outputs: [{ data: { "text/plain": ["1"] }, metadata, output_type: "display_data" }],
  }
}
