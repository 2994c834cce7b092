import type { GitPlace } from "../repository/git-process.js"
import type { FallbackSettings } from "./settings-file.js"

/** For a driver: where the worktree's file is not TOML, as in the middle of a merge, the last version that git has and
 *  that can be parsed holds, and `warn` is reported so once, in one line. A filter that failed would take `git status` and
 *  `git merge --abort` with it. */
export function fallbackSettings(place: GitPlace, warn: (message: string) => void): FallbackSettings {
  let hasWarned = false
  return async (name, problem) => {
    const table = await lastReadable(name, place)
    if (table !== undefined && !hasWarned) warn(`${problem}; the committed settings hold`)
    hasWarned ||= table !== undefined
    return table
  }
}

/** What is staged; in a conflict our side, which in a rebase is what it goes on from; the last commit. */
const VERSIONS = [":0:", ":2:", "HEAD:"] as const

async function lastReadable(name: string, place: GitPlace): ReturnType<FallbackSettings> {
  const [{ openObjects }, { parseToml }] = await Promise.all([
    import("../repository/object-reader.lazy.js"),
    import("./toml.lazy.js"),
  ])
  const objects = openObjects(place)
  try {
    for (const version of VERSIONS) {
      const blob = await objects.read(`${version}${name}`)
      const parsed = blob === undefined ? undefined : parseToml(blob.bytes.toString("utf8"))
      if (parsed?.kind === "document") return parsed.table
    }
    return undefined
  } catch {
    // without git, or with a damaged repository, what is wrong with the file is still reported
    return undefined
  } finally {
    objects.close()
  }
}
