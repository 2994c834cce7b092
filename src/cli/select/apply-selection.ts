import { chmodSync, statSync } from "node:fs"
import { join } from "node:path"
import { diffNotebooks } from "../../diff/diff-notebooks.js"
import type { NotebookDiff } from "../../diff/model/notebook-diff.js"
import { type GitPlace, runGit } from "../../git/repository/git-process.js"
import { shellWord } from "../../git/repository/shell-word.js"
import { stageEntry } from "../../git/staging/stage.js"
import { firstLine, writeBlob } from "../../git/staging/staged-bytes.js"
import { replaceFile } from "../../node/file-replacement.js"
import { readInput, systemReason } from "../../node/input-file.js"
import { parseNotebook, parseVersion } from "../../notebook/model.js"
import { newFault } from "../../notebook/new-fault.js"
import { type Atom, atomName, cellAt } from "../../select/atom.js"
import { atomsOf } from "../../select/atoms-of.js"
import { pick } from "../../select/pick.js"
import type { Operation } from "./operation.js"
import type { SelectJob } from "./select-job.js"
import type { Taken } from "./taken.js"

/** Describes the result for a file: an error in one line, or a note about what was done. */
export type Applied =
  | { readonly kind: "done"; readonly note: string | undefined }
  | { readonly kind: "trouble"; readonly message: string }

/** Applies what was chosen in one file. An error leaves the index and the worktree as they were. `place` is the
 *  worktree's top. */
export async function applySelection(
  operation: Exclude<Operation, "pick">,
  job: SelectJob,
  taken: Taken,
  place: GitPlace,
): Promise<Applied> {
  try {
    return operation === "restore"
      ? await discard(job, taken, place)
      : await moveInIndex(operation, job, taken, place)
  } catch (error) {
    return { kind: "trouble", message: systemReason(error) }
  }
}

/** Returns the bytes that hold what was chosen: for `add` and `pick`, the older version with the chosen parts; for
 *  `reset`, the newer one without them; undefined for no file. */
export function selectedBytes(
  operation: "add" | "reset" | "pick",
  { change, diff }: SelectJob,
  { atoms, edited, deletion }: Taken,
): Uint8Array | undefined {
  if (diff === undefined) return (operation === "reset") === deletion ? change.before : undefined
  const all = atomsOf(diff)
  const takesAll = atoms.length === all.length && edited.size === 0
  if (operation === "reset") return takesAll ? change.before : pick(diff, { atoms: without(all, atoms) })
  return takesAll ? change.after : pick(diff, { atoms, edited })
}

function without(all: readonly Atom[], atoms: readonly Atom[]): readonly Atom[] {
  const names = new Set(atoms.map(atomName))
  return all.filter((atom) => !names.has(atomName(atom)))
}

/** Returns the rule of nbformat that the new notebook would break and neither version breaks. */
export function faultOf(bytes: Uint8Array | undefined, diff: NotebookDiff | undefined): string | undefined {
  if (bytes === undefined || diff === undefined) return undefined
  const fault = newFault(parseNotebook(bytes), [diff.a, diff.b])
  return fault && `the notebook would be invalid: ${fault.path} ${fault.message}`
}

async function moveInIndex(
  operation: "add" | "reset",
  job: SelectJob,
  taken: Taken,
  place: GitPlace,
): Promise<Applied> {
  const { path, modes, oids } = job.change
  const bytes = selectedBytes(operation, job, taken)
  const fault = faultOf(bytes, job.diff)
  if (fault !== undefined) return { kind: "trouble", message: `${fault}: nothing is changed` }
  const [own, other] = operation === "add" ? [modes.before, modes.after] : [modes.after, modes.before]
  const mode = (taken.mode ? other : own) ?? other ?? "100644"
  const expected = operation === "add" ? oids.before : oids.after
  const wrong = await stageEntry({ path, bytes, mode, expected }, place)
  if (wrong !== undefined) return { kind: "trouble", message: wrong }
  return { kind: "done", note: operation === "add" ? staleNote(job, taken) : undefined }
}

/** Returns a note on the cells that are staged with a new source and the outputs of the earlier one. */
function staleNote({ diff, name }: SelectJob, { atoms, edited }: Taken): string | undefined {
  if (diff === undefined) return undefined
  const edits = new Set([
    ...edited.keys(),
    ...atoms.flatMap((atom) => (atom.kind === "hunk" ? [atom.cell] : [])),
  ])
  const run = new Set(
    atoms.flatMap((atom) => (atom.kind === "output" || atom.kind === "count" ? [atom.cell] : [])),
  )
  const stale = [...edits].filter((k) => {
    const [before = -1] = cellAt(diff, k).before
    return !run.has(k) && (diff.a.cells[before]?.outputs.length ?? 0) > 0
  })
  if (stale.length === 0) return undefined
  const numbers = stale.map((k) => (cellAt(diff, k).after[0] ?? 0) + 1).sort((a, b) => a - b)
  const cells = numbers.length === 1 ? "cell" : "cells"
  return `${name}: ${cells} ${numbers.join(", ")}: staged with the outputs of the earlier source`
}

/** Removes the chosen parts from the worktree's file, which keeps what a filter strips on the way into the index. */
async function discard(job: SelectJob, taken: Taken, place: GitPlace): Promise<Applied> {
  const { change } = job
  const file = join(place.cwd, change.path)
  if (taken.deletion) return bringBack(job, place)
  if (taken.mode) setMode(file, change.modes.before)
  if (taken.atoms.length === 0 && taken.edited.size === 0) return { kind: "done", note: undefined }
  const bytes = bytesWithout(job, taken)
  if (typeof bytes === "string") return { kind: "trouble", message: bytes }
  const now = readInput(file)
  if (now.kind !== "bytes" || change.raw === undefined || Buffer.compare(now.bytes, change.raw) !== 0)
    return { kind: "trouble", message: "it was saved by another program in the meantime; nothing is changed" }
  const blob = await writeBlob(change.raw, place)
  replaceFile(file, bytes)
  return { kind: "done", note: `undo: git cat-file blob ${blob} >${shellWord(job.name)}` }
}

/** Returns the worktree's file without the chosen parts, or why they cannot be told apart. */
function bytesWithout({ change, diff }: SelectJob, { atoms, edited }: Taken): Uint8Array | string {
  if (change.before === undefined || change.raw === undefined || diff === undefined)
    return "a new file: delete it with rm, or remove it from the index with git rm --cached"
  const raw = diffNotebooks(parseNotebook(change.before), parseVersion(change.raw, diff.a))
  const all = atomsOf(raw)
  const chosen = new Set(atoms.map((atom) => placeName(diff, atom)))
  const kept = all.filter((atom) => !chosen.has(placeName(raw, atom)))
  if (all.length - kept.length !== atoms.length)
    return "what the filter strips cannot be told apart from what is to be discarded; nothing is changed"
  const texts = [...edited].flatMap(([k, text]) => {
    const there = raw.cells.findIndex((_, i) => cellPlace(raw, i) === cellPlace(diff, k))
    return there < 0 ? [] : [[there, text] as const]
  })
  const bytes = pick(raw, { atoms: kept, edited: new Map(texts) })
  const fault = faultOf(bytes, raw)
  return fault === undefined ? bytes : `${fault}: nothing is changed`
}

/** Returns a key for an atom from its cell's positions, which is the same in the diff of what git stores and in that
 *  of the file. */
function placeName(diff: NotebookDiff, atom: Atom): string {
  if (!("cell" in atom)) return atomName(atom)
  const { cell, ...rest } = atom
  return `${cellPlace(diff, cell)} ${Object.values(rest).join(":")}`
}

function cellPlace(diff: NotebookDiff, k: number): string {
  const { before, after } = cellAt(diff, k)
  return `${before.join()}>${after.join()}`
}

const EXECUTABLE = 0o111

function setMode(file: string, mode: string | undefined): void {
  const now = statSync(file).mode & 0o7777
  chmodSync(file, mode === "100755" ? now | ((now >> 2) & EXECUTABLE) : now & ~EXECUTABLE)
}

/** Restores a deleted file from the older version, through its filters. */
async function bringBack({ change }: SelectJob, place: GitPlace): Promise<Applied> {
  const { status, message } = await runGit(
    ["--literal-pathspecs", "restore", "--worktree", "--", change.path],
    place,
  )
  return status === 0 ? { kind: "done", note: undefined } : { kind: "trouble", message: firstLine(message) }
}
