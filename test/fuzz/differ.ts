import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import { decodeDiff } from "../../src/diff/json/decode-diff.js"
import { applyDelta, byteDelta, invertDelta } from "../../src/diff/json/delta.js"
import { encodeDiff } from "../../src/diff/json/encode.js"
import { applyDiff, invertDecoded } from "../../src/diff/json/patch.js"
import type { NotebookDiff } from "../../src/diff/model/notebook-diff.js"
import { formatNbdime } from "../../src/diff/nbdime/nbdime.js"
import { blobId } from "../../src/node/blob-id.js"
import { equivalent } from "../../src/normalize/equivalence.js"
import { NORMALIZE_DEFAULTS, normalizeNotebook } from "../../src/normalize/normalize.js"
import { NotebookError } from "../../src/notebook/json/notebook-error.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { isValid } from "../../src/notebook/validate.js"
import { highlight } from "../../src/render/ink/highlight.js"
import { ANSI_PALETTE } from "../../src/render/ink/palette.js"
import { renderMarkdown } from "../../src/render/markdown.js"
import { notebookLines } from "../../src/render/notebook-lines.js"
import { plainLines } from "../../src/render/plain.js"
import { sideBySideLines } from "../../src/render/side-by-side.js"
import { fileStat, renderStat } from "../../src/render/stat.js"
import { terminalLines } from "../../src/render/terminal.js"
import { renderTextconv } from "../../src/render/textconv.js"
import type { FileNames } from "../../src/render/words/file-names.js"
import { type TerminalOptions, VIEW_DEFAULTS } from "../../src/render/words/view-options.js"
import { spell } from "../support/json-spelling.js"
import { mutateBytes } from "./byte-mutation.js"
import { editNotebook, spoilNotebook } from "./notebook-edit.js"
import { materialOf, spellingOf } from "./notebook-material.js"
import type { Random } from "./random.js"
import { Finding, holds, partOf, type Target } from "./target.js"

/** Two notebooks, however strange: the diff makes each of the other, and every view of it is harmless. */
export const differ: Target = {
  name: "differ",
  generate(random, pool) {
    const before = spoilt(random, materialOf(random, pool))
    const after = spoilt(random, random.chance(0.9) ? editNotebook(random, before) : materialOf(random, pool))
    const spelling = spellingOf(random)
    const bytes = spell(after, random.chance(0.85) ? spelling : spellingOf(random))
    return { before: spell(before, spelling), after: random.chance(0.1) ? mutateBytes(random, bytes) : bytes }
  },
  attack(fuzz) {
    const files = [partOf(fuzz, "before"), partOf(fuzz, "after")] as const
    const [a, b] = [read(files[0]), read(files[1])]
    if (a === undefined || b === undefined) return "no notebook"
    const diff = diffNotebooks(a, b)
    covers(diff)
    roundTrips(diff, files[0], files[1])
    saysNothingOfItself(a)
    isHarmless(diff)
    isStable(a)
    holds(equivalent(a, a), "a notebook is equivalent to itself")
    return "compared"
  },
}

function spoilt(random: Random, notebook: ReturnType<typeof materialOf>): ReturnType<typeof materialOf> {
  return random.chance(0.4) ? spoilNotebook(random, notebook) : notebook
}

function read(bytes: Uint8Array): Notebook | undefined {
  try {
    return parseNotebook(bytes)
  } catch (error) {
    if (error instanceof NotebookError) return undefined
    throw error
  }
}

function covers({ a, b, cells }: NotebookDiff): void {
  const before = cells.flatMap((cell) => cell.before)
  const after = cells.flatMap((cell) => cell.after)
  holds(
    new Set(before).size === before.length && before.length === a.cells.length,
    "each cell before is in it once",
  )
  holds(
    new Set(after).size === after.length && after.length === b.cells.length,
    "each cell after is in it once",
  )
}

function roundTrips(diff: NotebookDiff, before: Uint8Array, after: Uint8Array): void {
  const delta = byteDelta(diff)
  holds(same(applyDelta(delta, before), after), "the delta makes b of a")
  holds(same(applyDelta(invertDelta(delta), after), before), "the inverse makes a of b")
  const json = JSON.stringify(encodeDiff(diff, NAMES, blobId))
  const decoded = decodeDiff(Buffer.from(json))
  if (typeof decoded === "string") throw new Finding(`the JSON form is read back: ${decoded}`)
  const there = applyDiff(decoded, before, blobId)
  holds(
    there.kind === "patched" && there.bytes !== undefined && same(there.bytes, after),
    "patch makes b of a",
  )
  const back = applyDiff(invertDecoded(decoded), after, blobId)
  holds(
    back.kind === "patched" && back.bytes !== undefined && same(back.bytes, before),
    "patch --reverse makes a of b",
  )
  JSON.parse(pythonless(formatNbdime(diff)))
}

/** Python's json knows three numbers more. */
function pythonless(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (token) => (token.startsWith('"') ? token : "0"))
}

const NAMES = { before: "a.ipynb", after: "b.ipynb" }

function same(x: Uint8Array, y: Uint8Array): boolean {
  return Buffer.compare(x, y) === 0
}

function saysNothingOfItself(a: Notebook): void {
  const again = parseNotebook(a.root.text.bytes.slice())
  const { cells, notebook, formatting } = diffNotebooks(a, again)
  const isNoise = cells.every(({ kind, moved }) => kind === "unchanged" && !moved)
  holds(isNoise && notebook.length === 0 && !formatting, "a file and itself do not differ")
}

function isHarmless(diff: NotebookDiff): void {
  for (const view of VIEWS) {
    const colored = [
      ...terminalLines(diff, FILE, view),
      ...sideBySideLines(diff, FILE, view),
      ...notebookLines(diff.b, FILE.path, { ...view, wrap: true }),
      renderStat([fileStat(FILE, diff)], 80, view.palette),
    ].join("")
    harmless("a terminal", colored.replace(OWN_COLORS, ""))
    harmless("a pipe", [...plainLines(diff, FILE, view)].join(""))
    harmless("Markdown", renderMarkdown(diff, FILE, { ...view, limit: 60_000 }))
  }
  harmless("textconv", renderTextconv(diff.b).replaceAll("\t", ""))
}

const VIEWS: readonly TerminalOptions[] = [
  { ...VIEW_DEFAULTS, width: 80, palette: ANSI_PALETTE, highlight },
  {
    ...VIEW_DEFAULTS,
    all: true,
    outputs: "show",
    metadata: "show",
    width: 41,
    palette: ANSI_PALETTE,
    highlight: undefined,
  },
]

const FILE: FileNames = {
  path: "b\x1b[2J.ipynb",
  oldPath: "a\u202e.ipynb",
  status: "renamed",
  oldMode: "100644",
  newMode: "100755",
}

/** All controls but a line feed, format characters but those that hold an emoji together, lone surrogates. */
const FORBIDDEN =
  /(?!\n|\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u

const OWN_COLORS = /\x1b\[[0-9;]*m/g

function harmless(place: string, text: string): void {
  const found = FORBIDDEN.exec(text)?.[0].codePointAt(0)?.toString(16)
  holds(found === undefined, `no control character reaches ${place}: U+${found}`)
}

function isStable(a: Notebook): void {
  for (const options of [
    NORMALIZE_DEFAULTS,
    { ...NORMALIZE_DEFAULTS, outputs: "keep" as const, stableOutputs: true },
  ]) {
    const { bytes } = normalizeNotebook(a, options)
    const normal = parseNotebook(bytes)
    holds(same(normalizeNotebook(normal, options).bytes, bytes), "the normal form of a normal form is itself")
    if (isValid(a)) holds(isValid(normal), "the normal form of a valid notebook is valid")
  }
}
