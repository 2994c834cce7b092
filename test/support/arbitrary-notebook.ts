import fc from "fast-check"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import {
  arbitrarySpelling,
  type Json,
  type Members,
  members,
  NBFORMAT_SPELLING,
  type Spelling,
  spell,
} from "./json-spelling.js"

/** A notebook before it is spelt: to be changed by a test, then turned to bytes with `notebookBytes`. */
export interface NotebookSketch {
  readonly minor: number
  readonly metadata: Members
  readonly cells: readonly CellSketch[]
  /** Top-level keys that nbformat does not know. */
  readonly others: Members
}

export interface CellSketch {
  readonly type: string
  /** Only where the file has one. */
  readonly id: string | undefined
  readonly source: string
  readonly metadata: Members
  readonly attachments: Json | undefined
  /** Undefined: the key is missing, as it is in a markdown cell. */
  readonly outputs: readonly Members[] | undefined
  readonly executionCount: Json | undefined
  /** Keys that nbformat does not know. */
  readonly others: Members
}

/** How a test wants its notebooks. */
export interface NotebookShape {
  /** Only what nbformat's rules allow: no strange key, no missing one, ids as they must be. */
  readonly valid?: boolean
  /** 5: every cell has an id; 4: none has. Any, where not given. */
  readonly minor?: 4 | 5
  readonly maxCells?: number
}

/** Any notebook of nbformat 4, in any spelling that programs have been seen to write. */
export function arbitraryNotebook(shape: NotebookShape = {}): fc.Arbitrary<Notebook> {
  return arbitraryNotebookBytes(shape).map(parseNotebook)
}

export function arbitraryNotebookBytes(shape: NotebookShape = {}): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(arbitrarySketch(shape), arbitrarySpelling(), fc.constantFrom("list", "string"))
    .map(([sketch, spelling, text]) => notebookBytes(sketch, spelling, text as "list" | "string"))
}

export function arbitrarySketch(shape: NotebookShape = {}): fc.Arbitrary<NotebookSketch> {
  const minor = shape.minor === undefined ? fc.constantFrom(0, 2, 4, 5) : fc.constant(shape.minor)
  return minor.chain((value) =>
    fc.record({
      minor: fc.constant(value),
      metadata: notebookMetadata,
      cells: cellList(value, shape),
      others: shape.valid ? fc.constant(members({})) : strangeMembers,
    }),
  )
}

/** The sketch as a file. Texts are lists of lines or strings. */
export function notebookBytes(
  sketch: NotebookSketch,
  spelling: Spelling = NBFORMAT_SPELLING,
  text: "list" | "string" = "list",
): Uint8Array {
  const cells = sketch.cells.map((cell) => cellJson(cell, text))
  const known = members({ cells, metadata: sketch.metadata, nbformat: 4, nbformat_minor: sketch.minor })
  return spell({ members: [...known.members, ...sketch.others.members] }, spelling)
}

function cellJson(cell: CellSketch, text: "list" | "string"): Members {
  const known = members({
    attachments: cell.attachments,
    cell_type: cell.type,
    execution_count: cell.executionCount,
    id: cell.id,
    metadata: cell.metadata,
    outputs: cell.outputs,
    source: text === "list" ? lines(cell.source) : cell.source,
  })
  return { members: [...known.members, ...cell.others.members] }
}

function lines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function cellList(minor: number, shape: NotebookShape): fc.Arbitrary<readonly CellSketch[]> {
  const maxLength = shape.maxCells ?? 6
  const list = fc.array(cellSketch(minor, shape), { maxLength })
  if (minor < 5) return shape.valid ? list.map((cells) => cells.map(withoutId)) : list
  const distinct = fc.uniqueArray(cellSketch(minor, shape), { maxLength, selector: (cell) => cell.id })
  return shape.valid ? distinct : fc.oneof({ weight: 4, arbitrary: distinct }, { weight: 1, arbitrary: list })
}

function withoutId(cell: CellSketch): CellSketch {
  return { ...cell, id: undefined }
}

function cellSketch(minor: number, { valid = false }: NotebookShape): fc.Arbitrary<CellSketch> {
  const mostly = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
    valid ? usual : fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: other })
  const nothing = fc.constant(undefined)
  const shared = {
    id: mostly<string | undefined>(minor >= 5 ? id : nothing, minor >= 5 ? nothing : id),
    source: arbitrarySource(),
    metadata: cellMetadata,
    others: mostly(fc.constant(members({})), strangeMembers),
  }
  const code = fc.record({
    ...shared,
    type: fc.constant("code"),
    attachments: nothing,
    outputs: mostly<readonly Members[] | undefined>(fc.array(arbitraryOutput(), { maxLength: 3 }), nothing),
    executionCount: mostly<Json | undefined>(count, nothing),
  })
  const prose = fc.record({
    ...shared,
    type: mostly(fc.constantFrom("markdown", "markdown", "raw"), fc.constantFrom("heading", "sql", "")),
    attachments: fc.option(attachments, { nil: undefined, freq: 5 }),
    outputs: mostly<readonly Members[] | undefined>(nothing, fc.array(arbitraryOutput(), { maxLength: 1 })),
    executionCount: nothing,
  })
  return fc.oneof({ weight: 2, arbitrary: code }, { weight: 1, arbitrary: prose })
}

/** Lines that come again in other cells, blank ones, every line ending, characters of one to four bytes. */
function arbitrarySource(): fc.Arbitrary<string> {
  const line = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom("x = 1", "import numpy as np", "plt.plot(x)", "", "    return x", "# Title"),
    },
    { weight: 2, arbitrary: fc.string({ maxLength: 20 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "größe = '😀'",
        "日本語",
        "a\tb",
        "a\u2028b",
        "a\rb",
        "\ud800",
        "<<<<<<< ours",
        "=======",
        "</script>",
      ),
    },
  )
  const ending = fc.constantFrom("\n", "\n", "\n", "\n", "\r\n")
  return fc
    .tuple(fc.array(fc.tuple(line, ending), { maxLength: 5 }), line)
    .map(([full, last]) => full.map(([text, end]) => text + end).join("") + last)
}

const id = fc
  .array(fc.constantFrom(..."abcxyz019-_"), { minLength: 1, maxLength: 8 })
  .map((characters) => characters.join(""))

const count: fc.Arbitrary<Json> = fc.option(fc.nat({ max: 400 }))

const strangeValue: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    fc.constantFrom<Json>(null, true, false, 0, "", "text", "/a/b", "ü\u0000"),
    fc
      .constantFrom("1.0", "-0.0", "1E5", "1e400", "NaN", "-Infinity", "12345678901234567890")
      .map((token) => ({ token })),
    fc.array(tie("value"), { maxLength: 2 }),
    fc
      .array(fc.tuple(fc.constantFrom("a", "b", "10", "2", "__proto__", "ä"), tie("value")), { maxLength: 3 })
      .map((entries) => ({ members: entries })),
  ),
})).value

const strangeMembers: fc.Arbitrary<Members> = fc
  .array(fc.tuple(fc.constantFrom("x", "custom", "__proto__", "7"), strangeValue), { maxLength: 2 })
  .map((entries) => ({ members: entries }))

const tags = fc.array(fc.constantFrom("keep_output", "parameters", "hide-input", "scratch"), { maxLength: 2 })

/** Some of the fields, in an order of their own. */
function someOf(fields: { readonly [key: string]: fc.Arbitrary<Json> }): fc.Arbitrary<Members> {
  return fc
    .record(fields, { requiredKeys: [] })
    .map((picked) => members(picked as { readonly [key: string]: Json | undefined }))
}

function fewOf(fields: { readonly [key: string]: fc.Arbitrary<Json> }): fc.Arbitrary<Members> {
  const options = Object.entries(fields).map(([key, value]) => fc.tuple(fc.constant(key), value))
  return fc
    .uniqueArray(fc.oneof(...options), { maxLength: 4, selector: ([key]) => key })
    .map((entries) => ({ members: entries }))
}

const time = fc.constantFrom("2024-01-01T00:00:00Z", "2023-07-05T10:11:12.5Z")

const cellMetadata: fc.Arbitrary<Members> = fewOf({
  // volatile
  collapsed: fc.boolean(),
  scrolled: fc.constantFrom<Json>(true, "auto"),
  trusted: fc.boolean(),
  ExecuteTime: someOf({ start_time: time, end_time: time }),
  execution: someOf({ "iopub.execute_input": time, "shell.execute_reply": time }),
  executionInfo: someOf({ elapsed: fc.nat(), user: someOf({ displayName: fc.constant("A Person") }) }),
  outputId: fc.constant("8a7d"),
  pycharm: someOf({ is_executing: fc.boolean() }),
  papermill: someOf({
    duration: fc.constant({ token: "0.50" }),
    status: fc.constant("completed"),
    own: strangeValue,
  }),
  // some of both
  jupyter: someOf({ outputs_hidden: fc.boolean(), source_hidden: fc.boolean() }),
  colab: someOf({ base_uri: fc.constant("https://localhost:8080/"), height: fc.nat(), own: strangeValue }),
  tags,
  // somebody's
  name: fc.constantFrom("first", "second"),
  slideshow: someOf({ slide_type: fc.constantFrom("slide", "skip") }),
  keep_output: fc.boolean(),
  init_cell: fc.boolean(),
  custom: strangeValue,
})

const notebookMetadata: fc.Arbitrary<Members> = someOf({
  kernelspec: fc
    .tuple(fc.constantFrom("Python 3", "base", ".venv"), fc.constantFrom("python3", "ir"), fc.boolean())
    .map(([display_name, name, hash]) =>
      members({
        display_name,
        language: "python",
        metadata: hash ? members({ interpreter: members({ hash: "31f2" }) }) : undefined,
        name,
      }),
    ),
  language_info: fc.constantFrom("3.8.1", "3.12.0").map((version) =>
    members({
      codemirror_mode: members({ name: "ipython", version: 3 }),
      name: "python",
      pygments_lexer: "ipython3",
      version,
    }),
  ),
  orig_nbformat: fc.constantFrom(2, 4),
  signature: fc.constant("sha256:0"),
  toc: someOf({ base_numbering: fc.nat() }),
  vscode: someOf({ interpreter: someOf({ hash: fc.constant("31f2") }), own: strangeValue }),
  colab: someOf({
    provenance: fc.constant([]),
    name: fc.constant("Copy.ipynb"),
    machine_shape: fc.constant("hm"),
  }),
  widgets: fc.constant(
    members({
      "application/vnd.jupyter.widget-state+json": members({
        state: members({ m1: members({ model_name: "IntSliderModel" }) }),
      }),
    }),
  ),
  title: fc.constantFrom("one", "two"),
  keep_output: fc.boolean(),
  custom: strangeValue,
})

const attachments: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  members({ "image.png": members({ "image/png": "iVBORw0KGgo=" }) }),
  members({ "a.png": members({ "image/png": "AAAA" }), "b.svg": members({ "image/svg+xml": "<svg/>" }) }),
)

/** An output of each kind and of many mime types. */
export function arbitraryOutput(): fc.Arbitrary<Members> {
  return fc.oneof(
    fc
      .record({ name: fc.constantFrom("stdout", "stderr"), text: outputText })
      .map(({ name, text }) => members({ name, output_type: "stream", text })),
    fc
      .record({ data: mimeBundle, metadata: outputMetadata })
      .map(({ data, metadata }) => members({ data, metadata, output_type: "display_data" })),
    fc
      .record({ data: mimeBundle, metadata: outputMetadata, execution_count: count })
      .map(({ data, metadata, execution_count }) =>
        members({ data, execution_count, metadata, output_type: "execute_result" }),
      ),
    fc
      .record({
        ename: fc.constant("ValueError"),
        evalue: plainText,
        traceback: fc.array(plainText, { maxLength: 3 }),
      })
      .map(({ ename, evalue, traceback }) => members({ ename, evalue, output_type: "error", traceback })),
  )
}

const plainText = fc.constantFrom(
  "1\n",
  "done",
  "",
  "\u001b[0;31mValueError\u001b[0m: no",
  "<Foo at 0x7f3b2c1d0e80>",
  " 10%|█  | 1/10 [00:01<00:09]\r100%|███| 10/10 [00:10<00:00]\n",
  "Wall time: 12 ms\n",
  "größe\n2\n",
)

const outputText: fc.Arbitrary<Json> = fc.oneof(plainText, fc.array(plainText, { maxLength: 3 }))

const outputMetadata: fc.Arbitrary<Members> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(members({})) },
  { weight: 1, arbitrary: someOf({ needs_background: fc.constant("light"), custom: strangeValue }) },
)

const mimeBundle: fc.Arbitrary<Members> = fewOf({
  "text/plain": outputText,
  "text/html": outputText,
  "image/png": fc.constantFrom("iVBORw0KGgo=\n", "iVBORw0KGgo="),
  "image/svg+xml": fc.constant('<svg><clipPath id="p1a2b3c"/></svg>'),
  "application/json": strangeValue,
  "application/vnd.jupyter.widget-view+json": fc
    .constantFrom("m1", "m2")
    .map((model_id) => members({ model_id, version_major: 2, version_minor: 0 })),
})
