import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { quotedPath } from "../../node/quoted-path.js"
import { type IsNormal, judgedNotebooks, stagedNotebooks } from "../notebooks/staged-notebooks.js"
import { type PathAttributes, readAttributes } from "../repository/attributes.js"
import { DRIVER_NAME } from "../repository/driver-name.js"
import type { Place } from "../repository/repository.js"
import { hasAutoStash } from "./auto-stash.js"
import { knownTool } from "./known-tools.js"
import { describedLines, type FilterLine } from "./other-filters.js"
import { type Program, passingRunner } from "./program.js"
import type { FilterMode } from "./registration.js"

/** What a person should know about an installation that otherwise succeeded. */
export interface InstallNote {
  readonly code:
    | "passing-program"
    | "other-driver-wins"
    | "other-driver-replaced"
    | "other-tool-setting"
    | "other-filter-respected"
    | "not-normal"
    | "blocked-pull"
    | "auto-stash"
    | "share"
  readonly severity: "warning" | "hint"
  readonly message: string
}

export const LASTING_PLACE = `install the package ("npm install --global nbdiff") and call "nbdiff install" from there`

export function programNotes(program: Program): readonly InstallNote[] {
  const runner = passingRunner(program.script)
  if (runner === undefined) return []
  const message = `git will call nbdiff in the cache of ${runner}, which is cleared now and then; git would then show and merge notebooks as text. For good, ${LASTING_PLACE}`
  return [{ code: "passing-program", severity: "warning", message }]
}

/** What git would apply to a new notebook in the current directory; undefined outside a repository. */
export async function newNotebookAttributes(place: Place): Promise<PathAttributes | undefined> {
  const path = "a new notebook.ipynb"
  return (await readAttributes([path], place)).get(path)
}

/** Which other drivers are in the way of ours, or have had to make place for them. */
export function otherDrivers(
  before: PathAttributes | undefined,
  after: PathAttributes | undefined,
  filter: FilterMode,
): readonly InstallNote[] {
  const names = filter === "off" ? (["diff", "merge"] as const) : (["diff", "merge", "filter"] as const)
  return names.flatMap((name): readonly InstallNote[] => {
    const now = after?.[name] ?? DRIVER_NAME
    const fallback = before?.[name] ?? "unspecified"
    if (now !== DRIVER_NAME) {
      const message = `another attribute still wins here: ${describedAttribute(name, now)}; take it out of the .gitattributes or attributes file that sets it`
      return [{ code: "other-driver-wins", severity: "warning", message }]
    }
    if (fallback === "unspecified" || fallback === DRIVER_NAME) return []
    const message = `nbdiff takes the place of ${describedAttribute(name, fallback)}, which stays registered`
    return [{ code: "other-driver-replaced", severity: "hint", message }]
  })
}

/** What the filter leaves to others. */
export function exceptionNotes(lines: readonly FilterLine[], place: Place): readonly InstallNote[] {
  const others = lines.filter(({ attribute }) => attribute !== `filter=${DRIVER_NAME}`)
  if (others.length === 0) return []
  const message = `left to what is set for them: ${describedLines(others, place)}`
  return [{ code: "other-filter-respected", severity: "hint", message }]
}

/** As in an attributes file, and whose it is where that is known. */
export function describedAttribute(name: string, value: string): string {
  if (value === "set" || value === "unset") return value === "set" ? name : `-${name}`
  const tool = knownTool(value)
  return tool === undefined ? `${name}=${value}` : `${name}=${value} (${tool})`
}

/** Whether the index holds notebooks that a new filter would change, of those that are in the worktree: a partial or
 *  sparse clone does not have the others. git would take each for modified, and a
 *  merge would stop. */
export async function filterNotes(place: Place, isNormal: IsNormal): Promise<readonly InstallNote[]> {
  const staged = await stagedNotebooks(place)
  const here = new Map([...staged].filter(([path]) => existsSync(resolve(place.cwd, path))))
  const { abnormal } = await judgedNotebooks(here, place, isNormal)
  const [first, ...others] = abnormal
  if (first === undefined) return []
  const which =
    others.length === 0 ? quotedPath(first) : `${others.length + 1} notebooks (${quotedPath(first)}, …)`
  const message = `${which} in the index: committed without the filter; "nbdiff normalize --cached" stages what it makes of them, and stays away from the files`
  return [{ code: "not-normal", severity: "hint", message }]
}

/** What happens to a pull that meets a notebook that was run again: see `setAutoStash` and `dropsCells`. */
export async function pullNotes(
  { dropping, isSetNow }: { readonly dropping: boolean; readonly isSetNow: boolean },
  place: Place,
): Promise<readonly InstallNote[]> {
  const stashes = await hasAutoStash(place)
  if (dropping) {
    const gone =
      "cells that drop-tagged or drop-empty-cells names are in no commit and no stash: when git puts changes aside for a pull, they may be missing afterwards"
    if (stashes) {
      const message = `${gone}; merge.autoStash and rebase.autoStash have git do so, and "git config merge.autoStash false" (and rebase.autoStash) stops the pull instead`
      return [{ code: "auto-stash", severity: "warning", message }]
    }
    const message = `${gone}, so merge.autoStash and rebase.autoStash are not switched on: a pull stops at a notebook that was run again`
    return [{ code: "blocked-pull", severity: "hint", message }]
  }
  if (!stashes) {
    const message = `a pull stops at a notebook that was run again; "git config merge.autoStash true" (and rebase.autoStash) lets it pass, and so does "nbdiff refresh" before it`
    return [{ code: "blocked-pull", severity: "hint", message }]
  }
  if (!isSetNow) return []
  const message = `a pull would stop at a notebook that was run again: merge.autoStash and rebase.autoStash are on now, with which git puts changes aside and brings them back`
  return [{ code: "auto-stash", severity: "hint", message }]
}

const FILTER_FLAGS = {
  off: "",
  strip: " --filter",
  "keep-local": " --filter=keep-local",
} as const satisfies Record<FilterMode, string>

export function shareNote(filter: FilterMode): InstallNote {
  const own = `nbdiff install${FILTER_FLAGS[filter]}`
  const message = `commit .gitattributes; whoever clones the repository runs "${own}" once, and without that git treats notebooks as text`
  return { code: "share", severity: "hint", message }
}
