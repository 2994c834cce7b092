import { lstatSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { isNotebookName, isPassedOver } from "../../node/notebook-name.js"
import { type GitPlace, runGit } from "./git-process.js"

/** The notebooks below a folder, sorted, each by the folder's name and its path from there: those that git tracks, and
 *  others that it does not ignore. A folder that git ignores, or does not know, has been named by somebody, and all of
 *  its notebooks count. Links are not followed. Throws the system's error for a folder that cannot be read. */
export async function notebooksBelow(folder: string, place: GitPlace): Promise<readonly string[]> {
  return (await notebookNames(folder, place)).map((name) => join(folder, name)).filter(isFile)
}

/** The same by their paths from the folder, with links, and with what git tracks and is gone. */
export async function notebookNames(folder: string, place: GitPlace): Promise<readonly string[]> {
  // the folder says which repository it is of, unless that cannot be found from there
  const known =
    (await namesKnownToGit(folder, withoutRepository(place))) ?? (await namesKnownToGit(folder, place))
  const names = known ?? namesOnDisk(folder)
  return [...new Set(names.filter((name) => isNotebookName(name) && !isPassedOver(name)))].sort()
}

/** Undefined where the folder lies in no repository, or is ignored. A repository within is asked for its own files. */
async function namesKnownToGit(folder: string, place: GitPlace): Promise<readonly string[] | undefined> {
  const there = { ...place, cwd: folder }
  const { status, output } = await runGit(LIST, there)
  if (status !== 0 || (await isIgnored(there))) return undefined
  const names = output.toString().split("\0").filter(Boolean)
  const nested = names.filter((name) => name.endsWith("/") && !isPassedOver(name))
  const within = await Promise.all(
    nested.map(async (name) => {
      const own = (await namesKnownToGit(join(folder, name), place)) ?? []
      return own.map((file) => `${name}${file}`)
    }),
  )
  return [...names, ...within.flat()]
}

const LIST = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]

async function isIgnored(folder: GitPlace): Promise<boolean> {
  return (await runGit(["check-ignore", "-q", "."], folder)).status === 0
}

/** What names the repository of a hook does not name one within. */
function withoutRepository({ cwd, environment }: GitPlace): GitPlace {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...rest } = environment
  return { cwd, environment: rest }
}

function namesOnDisk(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name]
    if (isPassedOver(`${entry.name}/`)) return []
    return namesOnDisk(join(folder, entry.name)).map((name) => `${entry.name}/${name}`)
  })
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true
}
