import type { Place } from "./repository.js"

/** One value of git's config and where it is. */
export interface ScopedValue {
  readonly key: string
  readonly value: string
  /** "local", "global", "system", "worktree" or "command". */
  readonly scope: string
}

/** Every value whose key the pattern, a POSIX extended regular expression, matches, in the order in which git reads
 *  them: the last of a key counts. */
export async function scopedValues(pattern: string, { git }: Place): Promise<readonly ScopedValue[]> {
  // git writes scope NUL key LF value NUL
  const fields = (await git("config", "-z", "--show-scope", "--get-regexp", pattern)).split("\0")
  return fields.flatMap((entry, at) => {
    const scope = fields[at - 1]
    if (at % 2 === 0 || scope === undefined) return []
    const end = entry.indexOf("\n")
    return end < 0
      ? [{ key: entry, value: "true", scope }]
      : [{ key: entry.slice(0, end), value: entry.slice(end + 1), scope }]
  })
}
