import { accessSync, constants, statSync } from "node:fs"
import { delimiter, join, resolve } from "node:path"
import { type PathAttributes, readAttributes } from "./attributes.js"
import type { Place } from "./attributes-file.js"
import { readInput } from "./input-file.js"
import type { Program } from "./program.js"
import { driverName } from "./registration.js"
import { type ScopedValue, scopedValues } from "./scoped-values.js"
import { type SettingsFault, settingsFaults } from "./settings-faults.js"
import { calledProgram } from "./shell-command.js"
import { abnormalNotebooks, type IsNormal, stagedNotebooks, untrackedNotebooks } from "./staged-notebooks.js"

/** All that `findings` judges: what git and the disk say here and now. */
export interface StatusFacts {
  /** Such as "2.39.5". */
  readonly gitVersion: string
  /** The program that asks. */
  readonly running: Program
  /** Every value under our name, in the order in which git reads them: the last of a key counts. */
  readonly registered: readonly ScopedValue[]
  readonly programs: readonly FoundProgram[]
  /** What git applies to a notebook that would be made here; undefined outside a repository. */
  readonly newNotebook: PathAttributes | undefined
  readonly notebooks: readonly NotebookFacts[]
  /** Settings for merging and normalising that are not followed. */
  readonly settings: readonly SettingsFault[]
}

/** A program that the registered commands call, and what is left of it. */
export interface FoundProgram {
  readonly node: string
  readonly script: string
  readonly scriptFound: boolean
  readonly nodeFound: "in its place" | "on the PATH" | "nowhere"
}

export interface NotebookFacts {
  /** Relative to the current directory. */
  readonly path: string
  readonly attributes: PathAttributes
  /** A Git LFS pointer stands in its place in the worktree. */
  readonly isPointer: boolean
  /** What is staged of it, or committed, is not in normal form. */
  readonly isAbnormal: boolean
}

/** Asks git and the disk. Throws a GitError where git cannot be started. */
export async function gatherFacts(place: Place, running: Program, isNormal: IsNormal): Promise<StatusFacts> {
  const gitVersion = (await place.git("version")).replace(/^git version /, "").trim()
  const registered = await scopedValues(`^(diff|merge|mergetool|difftool|filter)\\.${driverName}\\.`, place)
  const newPath = "a new notebook.ipynb"
  return {
    gitVersion,
    running,
    registered,
    programs: foundPrograms(registered, place),
    newNotebook: (await readAttributes([newPath], place)).get(newPath),
    notebooks: await notebookFacts(place, isNormal),
    settings: await settingsFaults(place),
  }
}

function foundPrograms(registered: readonly ScopedValue[], place: Place): readonly FoundProgram[] {
  const called = registered.flatMap(({ key, value }) => calledProgram(plainCommand(key, value)) ?? [])
  const distinct = new Map(called.map((program) => [`${program.node}\0${program.script}`, program]))
  return [...distinct.values()].map((program) => ({
    ...program,
    scriptFound: isFilled(program.script),
    nodeFound: isExecutable(program.node)
      ? "in its place"
      : isOnPath("node", place)
        ? "on the PATH"
        : "nowhere",
  }))
}

/** As the shell gets it: in these git doubles no percent sign. */
function plainCommand(key: string, value: string): string {
  return /\.(driver|clean|smudge)$/.test(key) ? value.replaceAll("%%", "%") : value
}

function isFilled(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats?.isFile() === true && stats.size > 0
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isOnPath(name: string, { cwd, environment }: Place): boolean {
  const directories = (environment.PATH ?? "").split(delimiter)
  const suffixes = process.platform === "win32" ? [".exe", ".cmd"] : [""]
  return directories.some((directory) =>
    suffixes.some((suffix) => isExecutable(resolve(cwd, join(directory, name + suffix)))),
  )
}

async function notebookFacts(place: Place, isNormal: IsNormal): Promise<readonly NotebookFacts[]> {
  const staged = await stagedNotebooks(place)
  const paths = [...staged.keys(), ...(await untrackedNotebooks(place))]
  const attributes = await readAttributes(paths, place)
  const filtered = new Map([...staged].filter(([path]) => attributes.get(path)?.filter === driverName))
  const abnormal = await abnormalNotebooks(filtered, place, isNormal)
  return paths.map((path) => ({
    path,
    attributes: attributes.get(path) ?? unspecified,
    isPointer: readsAsPointer(resolve(place.cwd, path)),
    isAbnormal: abnormal.has(path),
  }))
}

const unspecified: PathAttributes = {
  diff: "unspecified",
  merge: "unspecified",
  filter: "unspecified",
  text: "unspecified",
  eol: "unspecified",
}

/** Larger files are no pointers, and are not read. */
const LARGEST_POINTER = 1024

function readsAsPointer(file: string): boolean {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0 || size >= LARGEST_POINTER) return false
  const input = readInput(file)
  return input.kind === "trouble" && input.code === "lfs-pointer"
}
