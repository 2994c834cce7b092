import { readdirSync, readFileSync, readlinkSync } from "node:fs"

/** Whether the git that has called this process holds the lock file open: a lock may be that of another git at work,
 *  or of one that was killed. Where the system does not tell, a lock counts as the caller's. */
export function isHeldByCaller(lock: string): boolean {
  if (openFiles("self") === undefined) return true
  let process: string | undefined = "self"
  for (let generation = 0; process !== undefined && generation < MOST_GENERATIONS; generation++) {
    if (openFiles(process)?.includes(lock) === true) return true
    process = parentOf(process)
  }
  return false
}

/** A shell or two lie between git and this process. */
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

/** The second field after the name, which is in parentheses and may hold any. */
function parentOf(process: string): string | undefined {
  try {
    return /^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${process}/stat`, "latin1"))?.[1]
  } catch {
    return undefined
  }
}
