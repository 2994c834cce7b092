import { existsSync } from "node:fs"
import { join } from "node:path"
import { isUnreadable } from "../../node/path-text.js"
import { memberOf } from "../../notebook/json/json-value.js"
import type { Notebook } from "../../notebook/model.js"
import { cellKeys } from "./cell-key.js"
import { readNotebook } from "./filled-notebook.js"
import { newestEntries } from "./kept-versions.js"
import type { SnapshotEntry } from "./output-snapshot.js"
import { newestSnapshots, type OutputStore, type StoredSnapshot } from "./output-store.js"

/** Finds what is kept for a notebook under the name that it had before. */
export interface RenamedOutputs {
  /** Returns the snapshots of the notebook that is gone from the worktree and shares most cells with this one, by id
   *  and source; none if they share too little. A notebook that is still there was copied: its outputs are of its
   *  own runs. */
  snapshotsFor(bytes: Uint8Array): readonly StoredSnapshot[]
  /** Forgets what was read, since the store has changed. */
  forget(): void
}

export function renamedOutputs(store: OutputStore, top: string): RenamedOutputs {
  let read: ReadonlyMap<string, readonly StoredSnapshot[]> | undefined
  return {
    snapshotsFor(bytes) {
      read ??= byPath(newestSnapshots(store, MOST_SNAPSHOTS))
      const gone = [...read].filter(([path]) => isGone(path, top))
      const notebook = gone.length === 0 ? undefined : readNotebook(bytes)
      return notebook === undefined ? NONE : mostCommon(notebook, gone)
    },
    forget() {
      read = undefined
    },
  }
}

const NONE: readonly StoredSnapshot[] = []

/** Returns false for a path that this system cannot name. */
function isGone(path: string, top: string): boolean {
  return !isUnreadable(path) && !existsSync(join(top, ...path.split("/")))
}

/** Limits how many headers of snapshots are held, 10 KB each for a hundred cells. */
const MOST_SNAPSHOTS = 2000

function byPath(snapshots: readonly StoredSnapshot[]): ReadonlyMap<string, readonly StoredSnapshot[]> {
  const all = new Map<string, StoredSnapshot[]>()
  for (const snapshot of snapshots) {
    const known = all.get(snapshot.path)
    if (known === undefined) all.set(snapshot.path, [snapshot])
    else known.push(snapshot)
  }
  return all
}

function mostCommon(
  notebook: Notebook,
  gone: readonly (readonly [string, readonly StoredSnapshot[]])[],
): readonly StoredSnapshot[] {
  const keys = cellKeys(notebook)
  const cells = notebook.cells.flatMap(({ value, source }, i) =>
    memberOf(value, "outputs") === undefined
      ? []
      : [{ key: keys[i] as string, length: source.trim().length }],
  )
  let [most, best] = [0, NONE]
  for (const [, snapshots] of gone) {
    const entries: ReadonlyMap<string, SnapshotEntry> = newestEntries(snapshots)
    const common = cells.filter(({ key }) => (entries.get(key)?.outputs ?? 0) > 0)
    const length = common.reduce((sum, cell) => sum + cell.length, 0)
    const isSignificant = common.length * 2 >= cells.length || length >= SIGNIFICANT_LENGTH
    if (isSignificant && common.length > most) [most, best] = [common.length, snapshots]
  }
  return best
}

/** Sets how many characters of source two notebooks do not share by chance: more than a line of imports. */
const SIGNIFICANT_LENGTH = 60
