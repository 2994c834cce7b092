import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { splitLines } from "../diff/text/lines.js"
import { outputRuns } from "../normalize/outputs/output-run.js"
import { bytesOf, type JsonValue, memberOf } from "../notebook/json/json-value.js"
import type { Cell } from "../notebook/model.js"
import { type Atom, atomName, type CellAtom, cellAt } from "./atom.js"
import { atomsOf } from "./atoms-of.js"
import type { Choice } from "./choices.js"

/** Returns the hexadecimal digest of a text whose characters are bytes. Which hash it is is up to the host. */
export type Hash = (latin1: string) => string

/** Returns a function that names a choice in eight digits. The name says what changes and not where, so it stays the same
 *  when other parts have been taken. `path` is the notebook's, so that two notebooks do not share names. */
export function choiceIds(diff: NotebookDiff, path: string, hash: Hash): (choice: Choice) => string {
  const ids = atomIds(diff, hash)
  return ({ kind, atoms }) =>
    hash([utf8(path), kind, ...atoms.map((atom) => ids.get(atomName(atom)) ?? "")].join("\0")).slice(
      0,
      ID_DIGITS,
    )
}

const ID_DIGITS = 8

/** A name for each atom by what it changes. The second of two equal ones has a number after it. */
function atomIds(diff: NotebookDiff, hash: Hash): ReadonlyMap<string, string> {
  const counts = new Map<string, number>()
  return new Map(
    atomsOf(diff).map((atom) => {
      const id = hash(utf8(contentOf(diff, atom)))
      const count = (counts.get(id) ?? 0) + 1
      counts.set(id, count)
      return [atomName(atom), count === 1 ? id : `${id}-${count}`]
    }),
  )
}

const encoder = new TextEncoder()
const decoder = new TextDecoder("latin1")

function utf8(text: string): string {
  return decoder.decode(encoder.encode(text))
}

function raw(value: JsonValue | undefined): string {
  return value === undefined ? "-" : decoder.decode(bytesOf(value))
}

function contentOf(diff: NotebookDiff, atom: Atom): string {
  switch (atom.kind) {
    case "file":
    case "format":
    case "layout":
      return atom.kind
    case "notebook-metadata":
      return notebookContent(diff, atom, (root) => memberOf(memberOf(root, "metadata"), atom.key))
    case "notebook-other":
      return notebookContent(diff, atom, (root) => memberOf(root, atom.key))
    default:
      return cellContent(diff, atom)
  }
}

function notebookContent(
  { a, b }: NotebookDiff,
  { kind, key }: { readonly kind: string; readonly key: string },
  valueIn: (root: JsonValue) => JsonValue | undefined,
): string {
  return [kind, key, raw(valueIn(a.root)), raw(valueIn(b.root))].join("\0")
}

/** What the atom changes, with the newer source of the cell: that stays what it is while a comes nearer to b. */
function cellContent(diff: NotebookDiff, atom: CellAtom): string {
  const { before, after } = cellAt(diff, atom.cell)
  const old = before.map((i) => diff.a.cells[i])
  const now = after.map((i) => diff.b.cells[i])
  const own = [...old, ...now].at(-1)
  return [atom.kind, own?.source ?? "", ...changedContent(diff, atom, old, now)].join("\0")
}

type MaybeCells = readonly (Cell | undefined)[]

function changedContent(
  diff: NotebookDiff,
  atom: CellAtom,
  old: MaybeCells,
  now: MaybeCells,
): readonly string[] {
  const { changes } = cellAt(diff, atom.cell)
  switch (atom.kind) {
    case "cell":
      return [...old, ...now].map((cell) => cell?.source ?? "")
    case "move":
      return []
    case "type":
      return [changes.type?.before ?? "", changes.type?.after ?? "", old[0]?.source ?? ""]
    case "hunk":
      return hunkContent(diff, atom)
    case "output":
      return outputContent(diff, atom, old, now)
    case "count":
      return now.length === 0 ? [raw(old[0]?.executionCount)] : ["", raw(now[0]?.executionCount)]
    case "id":
      return [changes.id?.before ?? "-", changes.id?.after ?? "-"]
    case "formatting":
      return [...old, ...now].map((cell) => raw(cell?.value))
    case "metadata":
      return keyContent(atom.key, [old[0]?.metadata, now[0]?.metadata])
    case "attachment":
      return keyContent(atom.key, [old[0]?.attachments, now[0]?.attachments])
    case "other":
      return keyContent(atom.key, [old[0]?.value, now[0]?.value])
  }
}

function hunkContent(diff: NotebookDiff, { cell, hunk }: Extract<Atom, { kind: "hunk" }>): readonly string[] {
  const text = cellAt(diff, cell).changes.source
  const range = text?.hunks[hunk]
  if (text === undefined || range === undefined) return []
  return [
    splitLines(text.before).slice(range.fromA, range.toA).join(""),
    splitLines(text.after).slice(range.fromB, range.toB).join(""),
  ]
}

function outputContent(
  diff: NotebookDiff,
  { cell, output }: Extract<Atom, { kind: "output" }>,
  old: MaybeCells,
  now: MaybeCells,
): readonly string[] {
  const change = cellAt(diff, cell).changes.outputs[output]
  const before = change?.before ?? (now.length === 0 ? outputRuns(old[0]?.outputs ?? [])[output] : [])
  const after = change?.after ?? (old.length === 0 ? outputRuns(now[0]?.outputs ?? [])[output] : [])
  const values = (run: typeof before) => (run ?? []).map(({ value }) => raw(value))
  return [...values(before), "", ...values(after)]
}

function keyContent(key: string, objects: readonly (JsonValue | undefined)[]): readonly string[] {
  return [key, ...objects.map((object) => raw(key === "" ? object : memberOf(object, key)))]
}
