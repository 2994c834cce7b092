import { nameOf, newestEntries } from "./kept-versions.js"
import { readKept, type ShownVersion, type SnapshotEntry } from "./output-snapshot.js"
import {
  allSnapshots,
  joinSnapshots,
  type OutputStore,
  removeSnapshots,
  removeUnfinished,
  type StoredSnapshot,
  snapshotsOf,
  storeSize,
} from "./output-store.js"

/** Limits the snapshots of one notebook before the older ones are combined, since reading each opens a file. */
const MOST_SNAPSHOTS = 32
/** Limits the versions of one notebook whose outputs are kept apart. */
const MOST_VERSIONS = 256

/** Combines the older half of many snapshots into one, with the outputs that a version showed and each cell's
 *  newest. */
export function joinEarlier(store: OutputStore, path: string): void {
  const snapshots = snapshotsOf(store, path)
  if (snapshots.length <= MOST_SNAPSHOTS) return
  const fallback = snapshots.slice(0, MOST_SNAPSHOTS / 2)
  join(store, fallback, fallback.flatMap(({ versions }) => versions).slice(-MOST_VERSIONS))
}

/** Reduces the store to its limit: removes each notebook's versions, the oldest notebooks first, until only each
 *  cell's newest outputs are left. Those stay, since only this disk has them. Returns a line if the store is still
 *  above the limit. */
export function withinLimit(store: OutputStore): string | undefined {
  removeUnfinished(store)
  let size = storeSize(store)
  if (size <= store.limit) return undefined
  for (const snapshots of byAge(allSnapshots(store))) {
    const newest = new Set([...newestEntries(snapshots).values()].map(nameOf))
    const entries = snapshots.flatMap((snapshot) => snapshot.entries)
    if (entries.every((entry) => newest.has(nameOf(entry)))) continue
    const isNewest = ({ cells }: ShownVersion): boolean => cells.every((cell) => newest.has(nameOf(cell)))
    join(store, snapshots, snapshots.flatMap(({ versions }) => versions).filter(isNewest))
    size = storeSize(store)
    if (size <= store.limit) return undefined
  }
  return `the kept outputs take ${size} bytes, and nbdiff.outputs.limit is ${store.limit}: nothing was removed that is kept nowhere else ("nbdiff outputs prune <path>" does)`
}

/** Returns each notebook's snapshots, the notebook with the oldest last addition first. */
function byAge(snapshots: readonly StoredSnapshot[]): readonly (readonly StoredSnapshot[])[] {
  const byPath = new Map<string, StoredSnapshot[]>()
  for (const snapshot of snapshots) {
    const known = byPath.get(snapshot.path)
    if (known === undefined) byPath.set(snapshot.path, [snapshot])
    else known.push(snapshot)
  }
  const age = (own: readonly StoredSnapshot[]): number => own.at(-1)?.time ?? 0
  return [...byPath.values()].toSorted((a, b) => age(a) - age(b))
}

/** Returns each cell's newest outputs, and those of the versions that stay. */
function join(
  store: OutputStore,
  snapshots: readonly StoredSnapshot[],
  versions: readonly ShownVersion[],
): void {
  const newest = new Set(newestEntries(snapshots).values())
  const shown = new Set(versions.flatMap(({ cells }) => cells.map(nameOf)))
  const staying = new Map<string, SnapshotEntry>()
  for (const entry of snapshots.flatMap(({ entries }) => entries)) {
    if (!newest.has(entry) && !shown.has(nameOf(entry))) continue
    // the newest comes last, as before
    staying.delete(nameOf(entry))
    staying.set(nameOf(entry), entry)
  }
  const kept = [...staying.values()].flatMap((entry) => readKept(entry) ?? [])
  joinSnapshots(store, snapshots, kept, versions)
}

/** Removes what is above the limit, as far as allowed, and what is named. */
export function pruneStore(store: OutputStore, files: readonly string[]): string | undefined {
  removeSnapshots(files)
  return withinLimit(store)
}
