import { createHash } from "node:crypto"
import type { Notebook } from "../../notebook/model.js"
import type { ShownCell, ShownVersion, SnapshotEntry, SnapshotHeader } from "./output-snapshot.js"
import { isDroppedCell } from "./tagged-cells.js"

/** Returns an id for a version of a notebook: that of its normal form, which is what git stores. */
export function stateOf(normal: Uint8Array): string {
  return createHash("sha256").update(normal).digest("hex").slice(0, STATE_DIGITS)
}

/** Returns, for each cell, an id of the code that has run after the cell has: its own and that of the code cells
 *  above it. Cells in `dropped` are not part of the version. */
export function codeContexts(
  { cells }: Pick<Notebook, "cells">,
  dropped: ReadonlySet<number | undefined> = new Set(),
): readonly string[] {
  const hash = createHash("sha256")
  return cells.map(({ type, source }, i) => {
    if (type === "code" && !dropped.has(i)) hash.update(`${source.length}:${source}`)
    return hash.copy().digest("hex").slice(0, CONTEXT_DIGITS)
  })
}

const STATE_DIGITS = 32
const CONTEXT_DIGITS = 16

/** Holds what is kept for the cells of one version of a notebook. */
export interface VersionOutputs {
  readonly entries: ReadonlyMap<string, SnapshotEntry>
  /** The keys of the cells whose outputs were made after other code than this version's. */
  readonly foreign: ReadonlySet<string>
}

export const NO_OUTPUTS: VersionOutputs = { entries: new Map(), foreign: new Set() }

/** Holds the cells of one version of a notebook, and their keys. */
export interface NotebookVersion {
  readonly state: string
  readonly keys: readonly string[]
  readonly contexts: readonly string[]
}

/** Chooses the outputs of each cell: those that this same version of the notebook showed last; else the newest that
 *  the cell showed after the same code; else the cell's newest of any version. `cleared` says whether a cleared cell
 *  stays empty. Cells that normalizing drops are in no version: their newest outputs are chosen. */
export function outputsOfVersion(
  snapshots: readonly SnapshotHeader[],
  { state, keys, contexts }: NotebookVersion,
  cleared: "counts" | "passed-over" = "counts",
): VersionOutputs {
  const newest = newestEntries(snapshots, cleared)
  const byHash = entriesByHash(snapshots)
  const versions = snapshots.flatMap((snapshot) => snapshot.versions)
  const ofState = cellsOfState(versions, state, cleared)
  const filled = versions.flatMap(({ cells }) => cells).filter(({ hash }) => hash !== CLEARED)
  const below = new Map(filled.map((cell) => [placeOf(cell), cell] as const))
  const entries = new Map([...newest].filter(([key]) => isDroppedCell(key)))
  const foreign = new Set<string>()
  for (const [i, key] of keys.entries()) {
    const last = newest.get(key)
    const own = ofState.get(key)
    if (own?.hash === CLEARED || (own === undefined && last?.outputs === 0)) continue
    const cell = own ?? below.get(placeOf({ key, context: contexts[i] ?? "" }))
    const entry = cell && byHash.get(nameOf(cell))
    if (entry !== undefined) entries.set(key, entry)
    else if (last !== undefined && last.outputs > 0) {
      entries.set(key, last)
      if (versions.length > 0) foreign.add(key)
    }
  }
  return { entries, foreign }
}

/** Stands for the outputs of a cell that somebody cleared. */
export const CLEARED = ""

/** Returns what the cells of one version showed last, by key. */
function cellsOfState(
  versions: readonly ShownVersion[],
  state: string,
  cleared: "counts" | "passed-over",
): ReadonlyMap<string, ShownCell> {
  const cells = versions.filter((version) => version.state === state).flatMap((version) => version.cells)
  const counted = cleared === "counts" ? cells : cells.filter(({ hash }) => hash !== CLEARED)
  return new Map(counted.map((cell) => [cell.key, cell]))
}

/** Returns whether it has to be recorded that a version shows these outputs: it did not, or they are the newest
 *  again. */
export function isNews(snapshots: readonly SnapshotHeader[], { state, cells }: ShownVersion): boolean {
  const known = cellsOfState(
    snapshots.flatMap(({ versions }) => versions),
    state,
    "counts",
  )
  const newest = newestEntries(snapshots)
  return cells.some(({ key, hash, context }) => {
    const cell = known.get(key)
    const isLast = hash === CLEARED || newest.get(key)?.hash === hash
    return cell?.hash !== hash || cell.context !== context || !isLast
  })
}

/** Returns the outputs of each cell that were seen last, in any version. */
export function newestEntries(
  snapshots: readonly SnapshotHeader[],
  cleared: "counts" | "passed-over" = "counts",
): ReadonlyMap<string, SnapshotEntry> {
  const byHash = entriesByHash(snapshots)
  const newest = new Map<string, SnapshotEntry>()
  for (const { entries, versions } of snapshots) {
    for (const entry of entries) if (cleared === "counts" || entry.outputs > 0) newest.set(entry.key, entry)
    for (const cell of versions.flatMap(({ cells }) => cells)) {
      const entry = byHash.get(nameOf(cell))
      if (entry !== undefined) newest.set(cell.key, entry)
    }
  }
  return newest
}

function entriesByHash(snapshots: readonly SnapshotHeader[]): ReadonlyMap<string, SnapshotEntry> {
  return new Map(snapshots.flatMap(({ entries }) => entries.map((entry) => [nameOf(entry), entry] as const)))
}

/** Returns an id for a cell's outputs. */
export function nameOf({ key, hash }: Pick<SnapshotEntry, "key" | "hash">): string {
  return `${key} ${hash}`
}

function placeOf({ key, context }: Pick<ShownCell, "key" | "context">): string {
  return `${key} ${context}`
}
