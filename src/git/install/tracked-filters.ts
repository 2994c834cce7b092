import { readAttributes } from "../repository/attributes.js"
import { ifRepository, type Place } from "../repository/repository.js"
import { worktreeTop } from "../repository/worktree.js"

/** git's value of `filter` for every tracked notebook, by its path from the top as Latin-1. */
export async function trackedFilters(place: Place): Promise<ReadonlyMap<string, string>> {
  const top = await ifRepository(() => worktreeTop(place))
  if (top === undefined) return new Map()
  const listed = await place.git(
    "ls-files",
    "-z",
    "--full-name",
    "--deduplicate",
    "--",
    ":(top,icase)*.ipynb",
  )
  const paths = listed.split("\0").filter(Boolean)
  const attributes = await readAttributes(paths, { ...place, cwd: top })
  return new Map(
    paths.map((path) => [
      Buffer.from(path).toString("latin1"),
      attributes.get(path)?.filter ?? "unspecified",
    ]),
  )
}
