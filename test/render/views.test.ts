import { existsSync, readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { highlight } from "../../src/render/ink/highlight.js"
import { ANSI_PALETTE, NO_PALETTE } from "../../src/render/ink/palette.js"
import { displayWidth } from "../../src/render/ink/width.js"
import { renderMarkdown } from "../../src/render/markdown.js"
import { COMMENT_LIMIT } from "../../src/render/markdown-comment.js"
import { notebookLines } from "../../src/render/notebook-lines.js"
import { plainLines } from "../../src/render/plain.js"
import { sideBySideLines } from "../../src/render/side-by-side.js"
import { fileStat, renderStat } from "../../src/render/stat.js"
import { terminalLines } from "../../src/render/terminal.js"
import { renderTextconv } from "../../src/render/textconv.js"
import type { FileNames } from "../../src/render/words/file-names.js"
import { type TerminalOptions, VIEW_DEFAULTS } from "../../src/render/words/view-options.js"
import { escapesVisible, expectGolden } from "../support/golden.js"

/** A folder a case: a.ipynb and b.ipynb, names.json where the file itself changed, and what is shown of them. */
const fixtures = new URL("../fixtures/views/", import.meta.url)

const terminal: TerminalOptions = { ...VIEW_DEFAULTS, width: 80, palette: ANSI_PALETTE, highlight }

/** Views that every case has. */
const always: Readonly<Record<string, (fixture: Fixture) => string>> = {
  "plain.txt": ({ diff, names }) => [...plainLines(diff, names, VIEW_DEFAULTS)].join(""),
  "colour.txt": ({ diff, names }) => escapesVisible([...terminalLines(diff, names, terminal)].join("")),
}

/** Views that a case has if the file is there. */
const sometimes: Readonly<Record<string, (fixture: Fixture) => string>> = {
  "side-by-side.txt": ({ diff, names }) =>
    [...sideBySideLines(diff, names, { ...terminal, width: 120, palette: NO_PALETTE })].join(""),
  "all.txt": ({ diff, names }) =>
    [...plainLines(diff, names, { ...VIEW_DEFAULTS, all: true, outputs: "show", metadata: "show" })].join(""),
  "markdown.md": ({ diff, names }) => renderMarkdown(diff, names, { ...VIEW_DEFAULTS, limit: COMMENT_LIMIT }),
  "textconv.txt": ({ diff }) => renderTextconv(diff.b),
  "notebook.txt": ({ diff, names }) =>
    escapesVisible([...notebookLines(diff.b, names.path, { ...terminal, wrap: true })].join("")),
  "stat.txt": ({ diff, names }) => renderStat([fileStat(names, diff)], 80, NO_PALETTE),
}

interface Fixture {
  readonly diff: ReturnType<typeof diffNotebooks>
  readonly names: FileNames
}

function readFixture(name: string): Fixture {
  const folder = new URL(`${name}/`, fixtures)
  const namesFile = new URL("names.json", folder)
  const names = existsSync(namesFile)
    ? (JSON.parse(readFileSync(namesFile, "utf8")) as FileNames)
    : ({ path: "prices.ipynb", status: "modified" } as const)
  return { diff: diffNotebooks(readNotebook(folder, "a"), readNotebook(folder, "b")), names }
}

/** A file that is not there is a notebook without a cell. */
function readNotebook(folder: URL, side: "a" | "b"): Notebook {
  const file = new URL(`${side}.ipynb`, folder)
  const none = new TextEncoder().encode('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
  return parseNotebook(existsSync(file) ? readFileSync(file) : none)
}

describe.each(readdirSync(fixtures).sort())("%s", (name) => {
  const fixture = readFixture(name)
  const optional = Object.keys(sometimes).filter((view) => existsSync(new URL(`${name}/${view}`, fixtures)))

  test.each([...Object.keys(always), ...optional])("is shown as in %s", (view) => {
    const draw = always[view] ?? sometimes[view]
    expectGolden(new URL(`${name}/${view}`, fixtures), draw?.(fixture) ?? "")
  })

  test("fits into 80, 120 and 200 columns", () => {
    for (const width of [80, 120, 200]) {
      for (const lines of [terminalLines, sideBySideLines]) {
        const options = { ...terminal, width, palette: NO_PALETTE }
        expect(widest([...lines(fixture.diff, fixture.names, options)])).toBeLessThanOrEqual(width)
      }
    }
  })
})

function widest(lines: readonly string[]): number {
  return Math.max(0, ...lines.map((line) => displayWidth(line.replace(/\n$/, ""))))
}
