import { type GitPlace, runGit } from "./git-process.js"

/** The attributes that decide how git treats a notebook: its drivers, its filter, its line endings and encoding. */
export interface PathAttributes {
  readonly diff: string
  readonly merge: string
  readonly filter: string
  readonly text: string
  readonly eol: string
  readonly "working-tree-encoding"?: string
}

/** Attributes by path. The paths are relative to `place.cwd`, and as bytes may be in `latin1`; values are git's: "set",
 *  "unset", "unspecified", or the value. Empty where git cannot tell. */
export async function readAttributes(
  paths: readonly string[],
  place: GitPlace,
  encoding: "utf8" | "latin1" = "utf8",
): Promise<ReadonlyMap<string, PathAttributes>> {
  if (paths.length === 0) return new Map()
  const input = Buffer.from(`${paths.join("\0")}\0`, encoding)
  const { status, output } = await runGit(["check-attr", "-z", "--stdin", ...NAMES], place, input)
  return status === 0 ? parseAttributes(output.toString(encoding)) : new Map()
}

const NAMES = [
  "diff",
  "merge",
  "filter",
  "text",
  "eol",
  "working-tree-encoding",
] as const satisfies readonly (keyof PathAttributes)[]

const UNSPECIFIED: PathAttributes = {
  diff: "unspecified",
  merge: "unspecified",
  filter: "unspecified",
  text: "unspecified",
  eol: "unspecified",
}

/** git writes path NUL attribute NUL value NUL. */
function parseAttributes(output: string): ReadonlyMap<string, PathAttributes> {
  const attributes = new Map<string, PathAttributes>()
  const fields = output.split("\0")
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [path = "", name = "", value = ""] = fields.slice(at, at + 3)
    attributes.set(path, { ...(attributes.get(path) ?? UNSPECIFIED), [name]: value })
  }
  return attributes
}
