import { existsSync } from "node:fs"
import { join } from "node:path"
import { memberOf } from "../../notebook/json-value.js"
import type { Notebook } from "../../notebook/model.js"
import { cellKeys } from "./cell-key.js"
import { readNotebook } from "./filled-notebook.js"
import type { SnapshotEntry } from "./output-snapshot.js"
import { newestSnapshots, type OutputStore, type StoredSnapshot } from "./output-store.js"

type Entries = ReadonlyMap<string, SnapshotEntry>

/** Finds what is kept for a notebook under the name that it had before. */
export interface RenamedOutputs {
  /** The entries of the notebook that is gone from the worktree and has most cells in common with this one, by
   *  identity and source; none where too little is in common to tell. A notebook that is still there has been copied:
   *  its outputs are of its own runs. */
  entriesFor(bytes: Uint8Array): Entries
  /** The store has changed. */
  forget(): void
}

export function renamedOutputs(store: OutputStore, top: string): RenamedOutputs {
  let read: ReadonlyMap<string, Entries> | undefined
  return {
    entriesFor(bytes) {
      read ??= entriesByPath(newestSnapshots(store, MOST_SNAPSHOTS))
      const gone = [...read].filter(([path]) => !existsSync(join(top, ...path.split("/"))))
      const notebook = gone.length === 0 ? undefined : readNotebook(bytes)
      return notebook === undefined ? NONE : mostCommon(notebook, gone)
    },
    forget() {
      read = undefined
    },
  }
}

const NONE: Entries = new Map()

/** Snapshots of which the headers are held, 10 KB each for a hundred cells. */
const MOST_SNAPSHOTS = 2000

function entriesByPath(snapshots: readonly StoredSnapshot[]): ReadonlyMap<string, Entries> {
  const byPath = new Map<string, Map<string, SnapshotEntry>>()
  for (const { path, entries } of snapshots) {
    const known = byPath.get(path) ?? new Map<string, SnapshotEntry>()
    for (const entry of entries) known.set(entry.key, entry)
    byPath.set(path, known)
  }
  return byPath
}

function mostCommon(notebook: Notebook, gone: readonly (readonly [string, Entries])[]): Entries {
  const keys = cellKeys(notebook)
  const cells = notebook.cells.flatMap(({ value, source }, i) =>
    memberOf(value, "outputs") === undefined
      ? []
      : [{ key: keys[i] as string, length: source.trim().length }],
  )
  let [most, best] = [0, NONE]
  for (const [, entries] of gone) {
    const common = cells.filter(({ key }) => (entries.get(key)?.outputs ?? 0) > 0)
    const length = common.reduce((sum, cell) => sum + cell.length, 0)
    const tells = common.length * 2 >= cells.length || length >= TELLING_LENGTH
    if (tells && common.length > most) [most, best] = [common.length, entries]
  }
  return best
}

/** Characters of source that two notebooks do not have in common by chance: more than a line of imports. */
const TELLING_LENGTH = 60
