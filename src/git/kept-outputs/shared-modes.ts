import { chmodSync } from "node:fs"

/** The modes that files and directories get in a repository that several people write to. */
export interface SharedModes {
  readonly file: number
  readonly directory: number
}

/** Reads `core.sharedRepository` as git does; undefined where a repository is one person's. */
export function sharedModes(value: string | undefined): SharedModes | undefined {
  const name = value?.toLowerCase() ?? ""
  if (/^(group|true|yes|on|1)$/.test(name)) return modesFor(0o660)
  if (/^(all|world|everybody|2)$/.test(name)) return modesFor(0o664)
  const isOctal = /^0?[0-7]{3}$/.test(name)
  return isOctal ? modesFor(Number.parseInt(name, 8) & 0o666) : undefined
}

/** Whoever may read or write a file may also look into its directory, and what is made there is the group's. */
function modesFor(file: number): SharedModes {
  return { file, directory: 0o2000 | file | ((file & 0o444) >> 2) }
}

/** Gives a file or directory its mode; that of somebody else's is theirs to change. */
export function shareFile(path: string, mode: number): void {
  try {
    chmodSync(path, mode)
  } catch {
    // it is another person's, who made it with this mode
  }
}
