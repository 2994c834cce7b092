import { existsSync, readFileSync, statSync } from "node:fs"
import { resolve } from "node:path"
import { LARGEST_POINTER, readInput } from "../../node/input-file.js"
import { type AttributeSources, openAttributeSources, type SourcesOf } from "../install/attribute-source.js"
import { attributesFile } from "../install/attributes-file.js"
import { keptOutputs } from "../install/install.js"
import { type FilterLine, takenLines } from "../install/other-filters.js"
import type { Program } from "../install/program.js"
import { untrackedNotebooks } from "../notebooks/notebook-list.js"
import { type IsNormal, judgedNotebooks, stagedNotebooks } from "../notebooks/staged-notebooks.js"
import { type PathAttributes, readAttributes } from "../repository/attributes.js"
import { DRIVER_NAME } from "../repository/driver-name.js"
import { runGit } from "../repository/git-process.js"
import { ifRepository, type Place } from "../repository/repository.js"
import { type ScopedValue, scopedValues } from "../repository/scoped-values.js"
import { type FoundProgram, foundPrograms, type MissingCommand, missingCommands } from "./found-programs.js"
import { type SettingsDiagnostic, settingsDiagnostics } from "./settings-diagnostics.js"

/** Holds all that `diagnose` needs: what git and the disk say now. */
export interface StatusFacts {
  /** Such as "2.39.5". */
  readonly gitVersion: string
  /** git's words on why there is no repository here, or why it refuses it; undefined in one. */
  readonly noRepository: string | undefined
  /** The program that asks. */
  readonly running: Program
  /** Every value under our name, in the order in which git reads them: the last of a key counts. */
  readonly registered: readonly ScopedValue[]
  readonly programs: readonly FoundProgram[]
  readonly missingCommands: readonly MissingCommand[]
  /** What git applies to a notebook that would be made here; undefined outside a repository. */
  readonly newNotebook: PathAttributes | undefined
  /** Where other values of it than ours come from. */
  readonly newSources: AttributeSources
  /** The content of this repository's own info/attributes; undefined if there is no such file. */
  readonly localAttributes: string | undefined
  readonly notebooks: readonly NotebookFacts[]
  /** Lines that give notebooks another filter, over which our line wins. */
  readonly takenFrom: readonly FilterLine[]
  /** Whether outputs are kept on this disk: the filter is or was `keep-local`. */
  readonly keepsOutputs: boolean
  /** Who gets text from the textconv: "always" is everybody. */
  readonly textconv: string
  /** Settings for merging and normalizing that are not followed. */
  readonly settings: readonly SettingsDiagnostic[]
}

export interface NotebookFacts {
  /** Relative to the current directory. */
  readonly path: string
  readonly attributes: PathAttributes
  /** Where other values than ours come from. */
  readonly sources: AttributeSources
  /** Whether a Git LFS pointer is in its place in the worktree. */
  readonly isPointer: boolean
  /** What is staged of it, or committed, is not in normal form, and it is in the worktree. */
  readonly isAbnormal: boolean
  /** What is staged of it, or committed, went through the filter though it cannot be read. */
  readonly mayHoldOutputs: boolean
}

/** Asks git and the disk. Throws a GitError where git cannot be started. */
export async function gatherFacts(place: Place, running: Program, isNormal: IsNormal): Promise<StatusFacts> {
  const gitVersion = (await place.git("version")).replace(/^git version /, "").trim()
  const registered = await scopedValues(
    `^(diff|merge|mergetool|difftool|filter)\\.${DRIVER_NAME}(-web)?\\.`,
    place,
  )
  const counting = lastValues(registered)
  const newPath = "a new notebook.ipynb"
  const newNotebook = (await readAttributes([newPath], place)).get(newPath)
  const sourcesOf = (await ifRepository(() => openAttributeSources(place))) ?? (() => ({}))
  return {
    gitVersion,
    noRepository: await repositoryProblem(place),
    running,
    registered,
    programs: foundPrograms(counting, place),
    missingCommands: await missingCommands(counting, place),
    newNotebook,
    newSources: newNotebook === undefined ? {} : sourcesOf(newPath, newNotebook),
    localAttributes: await ifRepository(() => localAttributes(place)),
    notebooks: await notebookFacts(place, isNormal, sourcesOf),
    takenFrom: (await ifRepository(() => takenLines(place))) ?? [],
    keepsOutputs: (await ifRepository(() => keptOutputs(place))) !== undefined,
    textconv: (await place.git("config", "--default", "", "--get", "nbdiff.textconv")).trim(),
    settings: await settingsDiagnostics(place),
  }
}

async function repositoryProblem(place: Place): Promise<string | undefined> {
  const { status, message } = await runGit(["rev-parse", "--git-dir"], place)
  return status === 0 ? undefined : message
}

/** The last of each key: the value that git follows. */
function lastValues(registered: readonly ScopedValue[]): readonly ScopedValue[] {
  return [...new Map(registered.map((entry) => [entry.key, entry])).values()]
}

async function localAttributes(place: Place): Promise<string | undefined> {
  const file = await attributesFile("local", place)
  return existsSync(file) ? readFileSync(file, "latin1") : undefined
}

async function notebookFacts(
  place: Place,
  isNormal: IsNormal,
  sourcesOf: SourcesOf,
): Promise<readonly NotebookFacts[]> {
  const staged = await stagedNotebooks(place)
  const untracked = await untrackedNotebooks(place)
  const paths = [...staged.keys(), ...(untracked.kind === "paths" ? untracked.paths : [])]
  const attributes = await readAttributes(paths, place)
  const filtered = new Map(
    [...staged].filter(
      ([path]) => attributes.get(path)?.filter === DRIVER_NAME && existsSync(resolve(place.cwd, path)),
    ),
  )
  const { abnormal, unreadable } = await judgedNotebooks(filtered, place, isNormal)
  return paths.map((path) => ({
    path,
    attributes: attributes.get(path) ?? UNSPECIFIED,
    sources: sourcesOf(path, attributes.get(path) ?? UNSPECIFIED),
    isPointer: readsAsPointer(resolve(place.cwd, path)),
    isAbnormal: abnormal.has(path),
    mayHoldOutputs: unreadable.has(path),
  }))
}

const UNSPECIFIED: PathAttributes = {
  diff: "unspecified",
  merge: "unspecified",
  filter: "unspecified",
  text: "unspecified",
  eol: "unspecified",
}

function readsAsPointer(file: string): boolean {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0 || size >= LARGEST_POINTER) return false
  const input = readInput(file)
  return input.kind === "trouble" && input.code === "lfs-pointer"
}
