import type { Place } from "./attributes-file.js"
import { ifRepository } from "./repository.js"

/** The attributes that decide about a driver, by name; only those that have a value. */
export type DriverAttributes = Readonly<Partial<Record<"diff" | "merge" | "filter", string>>>

/** What git would apply to a new notebook in the current directory; undefined outside a repository. */
export async function newNotebookAttributes(place: Place): Promise<DriverAttributes | undefined> {
  const path = "a new notebook.ipynb"
  return (await ifRepository(() => appliedAttributes([path], place)))?.get(path)
}

/** What git applies to each path, relative to the current directory. */
export async function appliedAttributes(
  paths: readonly string[],
  { git }: Place,
): Promise<ReadonlyMap<string, DriverAttributes>> {
  const all = new Map<string, DriverAttributes>()
  for (const some of portions(paths)) {
    const output = await git("check-attr", "-z", "diff", "merge", "filter", "--", ...some)
    for (const [path, attributes] of parseAttributes(output)) all.set(path, attributes)
  }
  return all
}

/** Half of what Windows allows a command line; a character there is one of UTF-16. */
const LONGEST_COMMAND = 16_000

/** Paths by as many as one command line holds. */
function portions(paths: readonly string[]): readonly (readonly string[])[] {
  const all: string[][] = []
  let length = LONGEST_COMMAND
  for (const path of paths) {
    length += path.length + 1
    if (length > LONGEST_COMMAND) {
      all.push([])
      length = path.length + 1
    }
    all.at(-1)?.push(path)
  }
  return all
}

/** Reads what `git check-attr -z` writes: path, attribute and value, each with a NUL behind it. */
function parseAttributes(output: string): ReadonlyMap<string, DriverAttributes> {
  const fields = output.split("\0")
  const byPath = new Map<string, Record<string, string>>()
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [path = "", name = "", value = ""] = fields.slice(at, at + 3)
    const attributes = byPath.get(path) ?? {}
    if (value !== "unspecified") attributes[name] = value
    byPath.set(path, attributes)
  }
  return byPath
}
