import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"

/** What the disk says without any content being read: the same text means that nothing was written. */
export interface Watched {
  /** Absolute paths of files. */
  readonly files: readonly string[]
  /** git's own files that say what a revision is: HEAD, the index, packed-refs, refs by name. */
  readonly gitFiles: readonly string[]
  /** Where the branch's file is that HEAD names. */
  readonly commonDirectory: string | undefined
}

export function fingerprint({ files, gitFiles, commonDirectory }: Watched): string {
  const branch = gitFiles.flatMap((file) => branchFile(file, commonDirectory))
  return [...files, ...gitFiles, ...branch].map(stampOf).join("\n")
}

/** A commit changes the file of the branch and not HEAD, which only names it. */
function branchFile(file: string, commonDirectory: string | undefined): readonly string[] {
  if (commonDirectory === undefined || !file.endsWith("HEAD")) return []
  const name = /^ref: (refs\/.+)$/m.exec(readQuietly(file))?.[1]
  return name === undefined ? [] : [join(commonDirectory, name)]
}

function readQuietly(file: string): string {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return ""
  }
}

function stampOf(file: string): string {
  try {
    const { mtimeNs, size, ino } = statSync(file, { bigint: true })
    return `${mtimeNs}:${size}:${ino}`
  } catch {
    return "-"
  }
}
