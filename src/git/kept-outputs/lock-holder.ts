import { readdirSync, readFileSync, readlinkSync } from "node:fs"

/** Returns whether the git that called this process holds the lock file open: the lock may belong to another running
 *  git, or to one that was killed. If the system does not say, the lock counts as the caller's. */
export function isHeldByCaller(lock: string): boolean {
  if (openFiles("self") === undefined) return true
  let process: string | undefined = "self"
  for (let generation = 0; process !== undefined && generation < MOST_GENERATIONS; generation++) {
    if (openFiles(process)?.includes(lock) === true) return true
    process = parentOf(process)
  }
  return false
}

/** Limits how many shells may be between git and this process. */
const MOST_GENERATIONS = 5

function openFiles(process: string): readonly string[] | undefined {
  const folder = `/proc/${process}/fd`
  try {
    return readdirSync(folder).map((name) => targetOf(`${folder}/${name}`))
  } catch {
    return undefined
  }
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ""
  }
}

/** Reads the second field after the name, which is in parentheses and may hold any character. */
function parentOf(process: string): string | undefined {
  try {
    return /^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${process}/stat`, "latin1"))?.[1]
  } catch {
    return undefined
  }
}
