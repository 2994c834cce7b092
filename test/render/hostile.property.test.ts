import fc from "fast-check"
import { expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { highlight } from "../../src/render/ink/highlight.js"
import { ANSI_PALETTE, DARK_PALETTE } from "../../src/render/ink/palette.js"
import { renderMarkdown } from "../../src/render/markdown.js"
import { notebookLines } from "../../src/render/notebook-lines.js"
import { plainLines } from "../../src/render/plain.js"
import { sideBySideLines } from "../../src/render/side-by-side.js"
import { fileStat, renderStat } from "../../src/render/stat.js"
import { terminalLines } from "../../src/render/terminal.js"
import { renderTextconv } from "../../src/render/textconv.js"
import type { FileNames } from "../../src/render/words/file-names.js"
import { type TerminalOptions, VIEW_DEFAULTS } from "../../src/render/words/view-options.js"
import { runs } from "../support/thorough.js"

/** Pieces that a terminal obeys, or that hide or turn what is beside them. */
const piece = fc.oneof(
  fc.constantFrom(
    "\x1b[2J",
    "\x1b[31m",
    "\x1b[0m",
    "\x1b[8mhidden",
    "\x1b]8;;http://example.org\x07link\x1b]8;;\x07",
    "\x1b]52;c;AA==\x1b\\",
    "\x1bP1$r\x1b\\",
    "\x9b31m",
    "\x9d0;title\x9c",
    "\r",
    "\r\n",
    "\n",
    "\t",
    "\b\b",
    "\x00",
    "\x7f",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u{e0041}",
    "\ud800",
    "\udc00",
    "\u2028",
    "\u0085",
    "`",
    "```",
    "|",
    "日本",
    "👨‍👩‍👧‍👦",
    "plain",
    " ",
  ),
  fc.string({ unit: "binary", maxLength: 3 }),
)
const hostile = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""))

const table = hostile.map((text) => `<table><tr><th>${text}</th></tr><tr><td>${text}</td></tr></table>`)

const mimeBundle = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom("text/plain", "text/markdown", "application/json", "image/png"), hostile),
      fc.tuple(fc.constant("text/html"), table),
      fc.tuple(hostile, hostile),
    ),
    { maxLength: 3 },
  )
  .map((entries) => Object.fromEntries(entries))

const output = fc.oneof(
  fc.record({ output_type: fc.constant("stream"), name: hostile, text: hostile }),
  fc.record({
    output_type: fc.constant("display_data"),
    data: mimeBundle,
    metadata: fc.dictionary(hostile, hostile),
  }),
  fc.record({
    output_type: fc.constant("error"),
    ename: hostile,
    evalue: hostile,
    traceback: fc.array(hostile, { maxLength: 3 }),
  }),
  fc.record({ output_type: hostile, text: hostile }),
)

const cell = fc.record(
  {
    cell_type: fc.oneof(fc.constantFrom("code", "markdown", "raw"), hostile),
    id: hostile,
    source: hostile,
    metadata: fc.record({ tags: fc.array(hostile, { maxLength: 2 }), own: hostile }),
    attachments: fc.dictionary(hostile, fc.dictionary(hostile, hostile, { maxKeys: 1 }), { maxKeys: 1 }),
    outputs: fc.array(output, { maxLength: 3 }),
    execution_count: fc.option(fc.oneof(fc.nat(), hostile)),
    other: hostile,
  },
  { requiredKeys: ["cell_type", "source", "metadata"] },
)

const notebook: fc.Arbitrary<Notebook> = fc
  .record({
    cells: fc.array(cell, { maxLength: 3 }),
    metadata: fc.record({
      kernelspec: fc.record({ name: hostile, display_name: hostile, language: hostile }),
      language_info: fc.record({ name: fc.oneof(fc.constantFrom("python", "R"), hostile) }),
    }),
  })
  .map((json) =>
    parseNotebook(new TextEncoder().encode(JSON.stringify({ ...json, nbformat: 4, nbformat_minor: 5 }))),
  )

const names: fc.Arbitrary<FileNames> = fc.record({
  path: hostile,
  oldPath: hostile,
  status: fc.constantFrom("renamed", "modified", "copied"),
  oldMode: fc.constant("100644"),
  newMode: fc.constant("100755"),
})

const options: fc.Arbitrary<TerminalOptions> = fc.record({
  ...{
    context: fc.nat({ max: 4 }),
    all: fc.boolean(),
    words: fc.boolean(),
    comparePixels: fc.constant(undefined),
  },
  outputs: fc.constantFrom("show", "summary"),
  metadata: fc.constantFrom("show", "summary"),
  width: fc.integer({ min: 20, max: 120 }),
  palette: fc.constantFrom(ANSI_PALETTE, DARK_PALETTE),
  highlight: fc.constant(highlight),
})

/** A character that is none of ours: all controls but the line feed that ends a line, format characters but
 *  those that hold an emoji together, lone surrogates. */
const forbidden =
  /(?!\n|\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u

const ownColors = /\x1b\[[0-9;]*m/g

test("nothing in a notebook or its name reaches a terminal as a control character of its own", () => {
  fc.assert(
    fc.property(notebook, notebook, names, options, (a, b, file, view) => {
      const diff = diffNotebooks(a, b)
      const views = [
        ...terminalLines(diff, file, view),
        ...sideBySideLines(diff, file, view),
        ...notebookLines(b, file.path, { ...view, wrap: true }),
        renderStat([fileStat(file, diff)], 80, view.palette),
      ].join("")
      expect(forbidden.exec(views.replace(ownColors, ""))).toBeNull()
    }),
    { seed: 31, numRuns: runs(200) },
  )
})

test("and nothing at all where there are no colors", () => {
  fc.assert(
    fc.property(notebook, notebook, names, options, (a, b, file, view) => {
      const diff = diffNotebooks(a, b)
      const views = [
        ...plainLines(diff, file, VIEW_DEFAULTS),
        ...plainLines(diff, file, { ...view, all: true }),
        renderMarkdown(diff, file, { ...view, limit: 60_000 }),
        renderTextconv(b).replaceAll("\t", ""),
      ].join("")
      expect(forbidden.exec(views)).toBeNull()
    }),
    { seed: 32, numRuns: runs(200) },
  )
})

test("the colors are our own: no attribute but those of the palettes and of six hues", () => {
  fc.assert(
    fc.property(notebook, options, (b, view) => {
      const text = [...notebookLines(b, "n.ipynb", { ...view, palette: ANSI_PALETTE, wrap: true })].join("")
      const codes = [...text.matchAll(/\x1b\[([0-9;]*)m/g)].flatMap(([, list = ""]) =>
        list.split(";").filter(Boolean),
      )
      expect(codes.filter((code) => !/^(?:[123479]|3[1-6]|41)$/.test(code))).toEqual([])
    }),
    { seed: 33, numRuns: runs(300) },
  )
})
