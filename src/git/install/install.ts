import { existsSync, mkdirSync, readFileSync, unlinkSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { replaceFile } from "../../node/file-replacement.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import type { IsNormal } from "../notebooks/staged-notebooks.js"
import type { GitConfig } from "../repository/config.js"
import { GitError, ifRepository, type Place, type Scope } from "../repository/repository.js"
import { isOthers } from "./attribute-source.js"
import { attributesFile, sharedAttributesFile } from "./attributes-file.js"
import { addLines, namesDriver, removeLines } from "./attributes-text.js"
import { dropsCells, setAutoStash, unsetAutoStash } from "./auto-stash.js"
import { setDiffFilter, unsetDiffFilter } from "./diff-filter.js"
import {
  exceptionNotes,
  filterNotes,
  type InstallNote,
  LASTING_PLACE,
  newNotebookAttributes,
  otherDrivers,
  programNotes,
  pullNotes,
  shareNote,
} from "./install-notes.js"
import { lacksConfigFile, recordNewConfig, removeNewConfig } from "./new-config.js"
import {
  decidingLine,
  describedLines,
  exceptionLine,
  type FilterLine,
  lineFor,
  otherFilterLines,
} from "./other-filters.js"
import { type Program, passingRunner } from "./program.js"
import { canonicalKey, registered, registeredFilter } from "./registered-config.js"
import { attributesLine, type ConfigEntry, configEntries, type FilterMode, OWN_KEYS } from "./registration.js"
import { toolHints } from "./tool-hints.js"
import { trackedFilters } from "./tracked-filters.js"

export interface InstallRequest {
  readonly scope: Scope
  /** Write the attributes to the worktree's .gitattributes, for everybody, rather than to the scope's own file. */
  readonly shared: boolean
  /** What to do with the filter; "as-it-is" leaves one that is registered as it is, and adds none. */
  readonly filter: FilterMode | "as-it-is"
}

export interface Installed {
  readonly filter: FilterMode
  readonly attributesFile: string
  readonly attributesChanged: boolean
  /** How many of git's config values were written or removed. */
  readonly configChanges: number
  readonly notes: readonly InstallNote[]
}

/** Registers the drivers: the values in git's config first, then the attributes that use them. Writes only what
 *  is not there yet. Throws a GitError when git or a file says no. */
export async function install(
  request: InstallRequest,
  program: Program,
  place: Place,
  isNormal: IsNormal,
): Promise<Installed> {
  const file = request.shared ? await sharedAttributesFile(place) : await attributesFile(request.scope, place)
  const config = await registered(request.scope, place)
  const filter = request.filter === "as-it-is" ? registeredFilter(config) : request.filter
  refusePassingFilter(program, filter)
  const others = filter === "off" ? [] : await respectedFilters(request, place)
  const before = await newNotebookAttributes(place)
  const entries = configEntries(program, filter, request.scope)
  const isNewConfig = lacksConfigFile(request.scope, place)
  const written = await writeEntries(request.scope, entries, config, place)
  if (isNewConfig) await recordNewConfig(request.scope, place)
  const attributesChanged = await writeAttributes(file, filter, others, place)
  const removed = await removeKeys(request.scope, keysWithout(entries), config, place)
  const dropping = filter === "keep-local" && (await dropsCells(place))
  const stashing =
    filter === "keep-local" && !dropping
      ? await setAutoStash(request.scope, place)
      : await unsetAutoStash(request.scope, config, place)
  const readable = await setDiffFilter(request.scope, program, place)
  const notes = [
    ...programNotes(program),
    ...exceptionNotes(others, place),
    ...otherDrivers(before, await newNotebookAttributes(place), filter),
    ...(await toolHints(filter, place)),
    ...(filter === "off" || filter === registeredFilter(config) ? [] : await filterNotes(place, isNormal)),
    ...(filter === "keep-local" && (stashing > 0 || filter !== registeredFilter(config))
      ? await pullNotes({ dropping, isSetNow: !dropping && stashing > 0 }, place)
      : []),
    ...(request.shared && attributesChanged ? [shareNote(filter)] : []),
  ]
  return {
    filter,
    attributesFile: file,
    attributesChanged,
    configChanges: written + removed + stashing + readable,
    notes,
  }
}

export interface Uninstalled {
  /** Files from which our line was taken, or that are gone with it. */
  readonly changedFiles: readonly string[]
  readonly configChanges: number
  /** Files that still name the driver: lines that somebody has written, or everybody's .gitattributes. To git
   *  a driver that is not registered is as good as none. */
  readonly leftFiles: readonly string[]
  /** Where outputs stay that `--filter=keep-local` has kept; undefined where there are none. */
  readonly keptOutputs: string | undefined
}

/** Removes what `install` has put into a scope, and with `shared` from the worktree's .gitattributes too:
 *  the attributes first, then the values that they use. */
export async function uninstall(
  request: Pick<InstallRequest, "scope" | "shared">,
  place: Place,
): Promise<Uninstalled> {
  const own = await attributesFile(request.scope, place)
  const everybodys = await ifRepository(() => sharedAttributesFile(place))
  const files = request.shared && everybodys !== undefined ? [own, everybodys] : [own]
  const changedFiles = files.filter(takeLine)
  const config = await registered(request.scope, place)
  const configChanges =
    (await removeKeys(request.scope, OWN_KEYS, config, place)) +
    (await unsetAutoStash(request.scope, config, place)) +
    (await unsetDiffFilter(request.scope, place))
  await removeNewConfig(request.scope, config, place)
  const mentioned = request.scope === "local" && everybodys !== undefined ? [own, everybodys] : [own]
  return {
    changedFiles,
    configChanges,
    keptOutputs: await ifRepository(() => keptOutputs(place)),
    leftFiles: mentioned.filter((file) => namesDriver(readBytes(file) ?? "")),
  }
}

/** The store's folder (`output-store.ts`), which a later installation finds again. */
export async function keptOutputs(place: Place): Promise<string | undefined> {
  const common = (await place.git("rev-parse", "--git-common-dir")).replace(/\n$/, "")
  const folder = resolve(place.cwd, common, "nbdiff")
  return existsSync(folder) ? folder : undefined
}

/** A missing program only takes git back to text; a missing filter that is required stops every `git add`. */
function refusePassingFilter(program: Program, filter: FilterMode): void {
  const runner = passingRunner(program.script)
  if (runner === undefined || filter === "off") return
  throw new GitError(
    `a filter cannot be run from the cache of ${runner}: once that is cleared, git add and checkout would fail; ${LASTING_PLACE}`,
  )
}

/** The other filters' lines, to be written after our own. Refuses where nothing would be left for ours, and where only
 *  a file that everybody gets could say what a file of the user's says.
 *  @throws GitError */
async function respectedFilters(request: InstallRequest, place: Place): Promise<readonly FilterLine[]> {
  const lines = await otherFilterLines(request, place)
  const all = decidingLine(lines, "a new notebook.ipynb")
  const own = request.shared ? lines.filter(({ isBesideOurs }) => !isBesideOurs) : []
  const refused = all === undefined ? own : [all]
  if (refused.length === 0) return lines
  throw new GitError(
    `the filter would take notebooks from another one: ${describedLines(refused, place)}; remove the line there, or install without --filter`,
  )
}

function keysWithout(entries: readonly ConfigEntry[]): readonly string[] {
  return OWN_KEYS.filter((key) => !entries.some((entry) => entry.key === key))
}

async function writeEntries(
  scope: Scope,
  entries: readonly ConfigEntry[],
  config: GitConfig,
  { git }: Place,
): Promise<number> {
  const changed = entries.filter(({ key, value }) => {
    const values = config.get(canonicalKey(key))
    return values?.length !== 1 || values[0] !== value
  })
  for (const { key, value } of changed) await git("config", `--${scope}`, "--replace-all", key, value)
  return changed.length
}

/** git takes a section's header away with its last value. */
async function removeKeys(
  scope: Scope,
  keys: readonly string[],
  config: GitConfig,
  { git }: Place,
): Promise<number> {
  const present = keys.filter((key) => config.has(canonicalKey(key)))
  for (const key of present) await git("config", `--${scope}`, "--unset-all", key)
  return present.length
}

/** Writes our line and the exceptions; where git still takes a notebook away from another filter, because it reads a
 *  pattern otherwise than we do, with an exception for that one path. */
async function writeAttributes(
  file: string,
  filter: FilterMode,
  others: readonly FilterLine[],
  place: Place,
): Promise<boolean> {
  const original = readBytes(file)
  const lines = [attributesLine(filter), ...others.map(exceptionLine)]
  if (filter === "off") return writeLines(file, lines)
  const before = await trackedFilters(place)
  writeLines(file, lines)
  const after = await trackedFilters(place)
  const taken = [...before].filter(
    ([path, value]) => isOthers(value) && !isOthers(after.get(path) ?? "unspecified"),
  )
  if (taken.length > 0) {
    writeLines(file, [...lines, ...taken.map(([path, value]) => exceptionLine(lineFor(path, value)))])
  }
  return readBytes(file) !== original
}

function writeLines(file: string, lines: readonly string[]): boolean {
  const text = readBytes(file)
  const wanted = addLines(text, lines)
  if (wanted === text) return false
  writeBytes(file, wanted)
  return true
}

function takeLine(file: string): boolean {
  const text = readBytes(file)
  const removal = removeLines(text ?? "")
  if (removal.kind !== "removed") return false
  writeBytes(file, removal.text)
  return true
}

/** A file as Latin-1, which keeps every byte; undefined where there is none. */
function readBytes(file: string): string | undefined {
  try {
    return readFileSync(file, "latin1")
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined
    throw new GitError(`could not read '${quotedPath(file)}': ${systemReason(error)}`)
  }
}

/** Writes the file, or removes it where there is no text for it. */
function writeBytes(file: string, text: string | undefined): void {
  try {
    if (text === undefined) {
      unlinkSync(file)
    } else {
      mkdirSync(dirname(file), { recursive: true })
      replaceFile(file, Buffer.from(text, "latin1"))
    }
  } catch (error) {
    throw new GitError(`could not write '${quotedPath(file)}': ${systemReason(error)}`)
  }
}
