import { chmodSync } from "node:fs"

/** Holds the modes of files and directories in a repository that several people write to. */
export interface SharedModes {
  readonly file: number
  readonly directory: number
}

/** Reads `core.sharedRepository` as git does; returns undefined if the repository is not shared. */
export function sharedModes(value: string | undefined): SharedModes | undefined {
  const name = value?.toLowerCase() ?? ""
  if (/^(group|true|yes|on|1)$/.test(name)) return modesFor(0o660)
  if (/^(all|world|everybody|2)$/.test(name)) return modesFor(0o664)
  const isOctal = /^0?[0-7]{3}$/.test(name)
  return isOctal ? modesFor(Number.parseInt(name, 8) & 0o666) : undefined
}

/** Returns a directory's mode: whoever may read or write a file may also enter its directory, and new files belong
 *  to the group. */
function modesFor(file: number): SharedModes {
  return { file, directory: 0o2000 | file | ((file & 0o444) >> 2) }
}

/** Sets the mode of a file or directory, unless it belongs to somebody else. */
export function shareFile(path: string, mode: number): void {
  try {
    chmodSync(path, mode)
  } catch {
    // it belongs to somebody else, who made it with this mode
  }
}
