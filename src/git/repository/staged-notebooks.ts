import { ALL_NOTEBOOKS } from "../../node/notebook-name.js"
import { openObjects } from "./object-reader.js"
import { ifRepository, type Place } from "./repository.js"

/** Whether a file's bytes are in the normal form that the filter gives it. The path is relative to the current
 *  directory. */
export type IsNormal = (bytes: Uint8Array, path: string) => boolean

/** The notebooks in the index, their blobs by path relative to the current directory. One in conflict is left
 *  out until it is settled. */
export async function stagedNotebooks({ git }: Place): Promise<ReadonlyMap<string, string>> {
  const output = await ifRepository(() => git("ls-files", "-z", "--stage", "--", ALL_NOTEBOOKS))
  const entries = (output ?? "").split("\0").flatMap((entry): [string, string][] => {
    const [, blob, path] = /^100\d{3} ([0-9a-f]+) 0\t(.*)$/s.exec(entry) ?? []
    return blob === undefined || path === undefined ? [] : [[path, blob]]
  })
  return new Map(entries)
}

export async function untrackedNotebooks({ git }: Place): Promise<readonly string[]> {
  const output = await ifRepository(() =>
    git("ls-files", "-z", "--others", "--exclude-standard", "--", ALL_NOTEBOOKS),
  )
  return (output ?? "").split("\0").filter(Boolean)
}

/** The paths whose blob is not in normal form. */
export async function abnormalNotebooks(
  staged: ReadonlyMap<string, string>,
  place: Place,
  isNormal: IsNormal,
): Promise<ReadonlySet<string>> {
  const objects = openObjects(place)
  const abnormal = new Set<string>()
  try {
    for (const [path, blob] of staged) {
      const object = await objects.read(blob)
      if (object !== undefined && !isNormal(object.bytes, path)) abnormal.add(path)
    }
  } finally {
    objects.close()
  }
  return abnormal
}
