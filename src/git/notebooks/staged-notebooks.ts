import { ALL_NOTEBOOKS } from "../../node/notebook-name.js"
import { openObjects } from "../repository/object-reader.js"
import { ifRepository, type Place } from "../repository/repository.js"

/** Whether a file's bytes are in the normal form that the filter gives it; undefined for what cannot be read, and so may
 *  hold outputs. The path is relative to the current directory. */
export type IsNormal = (bytes: Uint8Array, path: string) => boolean | undefined

/** The notebooks in the index, their blobs by path relative to the current directory. One in conflict is left
 *  out until it is resolved. */
export async function stagedNotebooks(place: Place): Promise<ReadonlyMap<string, string>> {
  return new Map([...(await stagedEntries(place))].map(([path, { blob }]) => [path, blob]))
}

export interface StagedEntry {
  readonly mode: string
  readonly blob: string
}

/** The same with the modes. */
export async function stagedEntries({ git }: Place): Promise<ReadonlyMap<string, StagedEntry>> {
  const output = await ifRepository(() => git("ls-files", "-z", "--stage", "--", ALL_NOTEBOOKS))
  const entries = (output ?? "").split("\0").flatMap((entry): [string, StagedEntry][] => {
    const [, mode, blob, path] = /^(100\d{3}) ([0-9a-f]+) 0\t(.*)$/s.exec(entry) ?? []
    return mode === undefined || blob === undefined || path === undefined ? [] : [[path, { mode, blob }]]
  })
  return new Map(entries)
}

/** Paths by what their blobs are. */
export interface JudgedNotebooks {
  /** Not in normal form. */
  readonly abnormal: ReadonlySet<string>
  /** Not to be read: they may hold outputs. */
  readonly unreadable: ReadonlySet<string>
}

export async function judgedNotebooks(
  staged: ReadonlyMap<string, string>,
  place: Place,
  isNormal: IsNormal,
): Promise<JudgedNotebooks> {
  const objects = openObjects(place)
  const abnormal = new Set<string>()
  const unreadable = new Set<string>()
  try {
    for (const [path, blob] of staged) {
      const object = await objects.read(blob)
      const verdict = object === undefined || isNormal(object.bytes, path)
      if (verdict === false) abnormal.add(path)
      if (verdict === undefined) unreadable.add(path)
    }
  } finally {
    objects.close()
  }
  return { abnormal, unreadable }
}
