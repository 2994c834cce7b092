import { existsSync } from "node:fs"
import { join, relative, resolve, sep } from "node:path"
import type { Command } from "commander"
import { filledNotebook } from "../../git/kept-outputs/filled-notebook.js"
import { newestEntries, type VersionOutputs } from "../../git/kept-outputs/kept-versions.js"
import { openOutputStore, openShownRecords, versionOutputs } from "../../git/kept-outputs/local-outputs.js"
import {
  allSnapshots,
  type OutputStore,
  type StoredSnapshot,
  snapshotsOf,
} from "../../git/kept-outputs/output-store.js"
import { renamedOutputs } from "../../git/kept-outputs/renamed-outputs.js"
import { writeShown } from "../../git/kept-outputs/shown-outputs.js"
import { pruneStore } from "../../git/kept-outputs/store-limit.js"
import { isDroppedCell } from "../../git/kept-outputs/tagged-cells.js"
import { notebooksOfRepository } from "../../git/notebooks/notebook-list.js"
import { optionsFor, readNormalizeSettings } from "../../git/settings/normalize-settings.js"
import { isSettingsError } from "../../git/settings/settings-file.js"
import { CHANGED_MEANWHILE, replaceUnchanged } from "../../node/file-replacement.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { readDiskFile } from "../../node/regular-file.js"
import type { NormalizeOptions } from "../../normalize/normalize.js"
import { equalBytes } from "../../notebook/json/json-equality.js"
import { byteText } from "../normalize/normalize-report.js"
import { topDirectory } from "../normalize/source-repository.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, trouble, warn } from "../terminal/exit-code.js"
import { herePlace } from "../terminal/place.js"

export function define(command: Command): Command {
  return command
    .description("Manages the outputs that install --filter=keep-local keeps on this disk.")
    .argument("<action>", "list; restore them into the worktree; or prune (delete)")
    .argument("[path...]", "notebooks or directories (all)")
    .option("--older-than <days>", "prune: outputs older than this many days")
    .option("--all", "prune: everything")
}

export async function run({ operands: [action, ...paths], options }: CommandCall): Promise<ExitCode> {
  const place = herePlace()
  const store = await openOutputStore(place)
  if (store === undefined) return trouble("not in a git repository")
  const top = await topDirectory(place)
  const chosen = allSnapshots(store).filter(({ path }) => isChosen(join(top, path), paths))
  switch (action) {
    case "list":
      return list(chosen)
    case "prune":
      return prune(store, chosen, options, paths.length > 0)
    case "restore":
      return restore(store, await restorable(chosen, paths, top), top)
  }
  return trouble(`outputs has no action '${quotedPath(action ?? "")}'; they are list, prune and restore`)
}

function isChosen(file: string, paths: readonly string[]): boolean {
  return paths.length === 0 || paths.some((path) => !relative(resolve(path), file).startsWith(`..`))
}

function list(snapshots: readonly StoredSnapshot[]): ExitCode {
  for (const path of [...new Set(snapshots.map((snapshot) => snapshot.path))].sort()) {
    const some = snapshots.filter((snapshot) => snapshot.path === path)
    const cells = new Map(
      some.flatMap(({ entries }) => entries.map(({ key, outputs }) => [key, outputs] as const)),
    )
    const filled = [...cells.values()].filter((bytes) => bytes > 0).length
    const day = dayOf(some.at(-1)?.time ?? 0)
    const cellCount = `${filled} ${filled === 1 ? "cell" : "cells"}`
    process.stdout.write(
      `${day}  ${byteText(totalSize(some)).padStart(9)}  ${cellCount}  ${quotedPath(path)}\n`,
    )
  }
  return Exit.ok
}

/** Formats a time. A damaged snapshot may hold any number. */
function dayOf(time: number): string {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? "unknown   " : date.toISOString().slice(0, 10)
}

const DAY = 86_400_000

function prune(
  store: OutputStore,
  snapshots: readonly StoredSnapshot[],
  options: CommandCall["options"],
  named: boolean,
): ExitCode {
  const asked: string | undefined = options.olderThan
  if (asked !== undefined && !/^\d+(\.\d+)?$/.test(asked))
    return trouble(`--older-than: '${quotedPath(asked)}' is not a number of days, so nothing was removed`)
  const days = asked === undefined ? undefined : Number(asked)
  const newest = Date.now() - (days ?? 0) * DAY
  const wanted = options.all === true || named || days !== undefined
  const unwanted = wanted ? snapshots.filter(({ time }) => time <= newest).map(({ file }) => file) : []
  const before = totalSize(allSnapshots(store))
  const excess = pruneStore(store, unwanted)
  process.stdout.write(`${byteText(before - totalSize(allSnapshots(store)))} pruned\n`)
  const stuck = unwanted.filter((file) => existsSync(file)).length
  if (excess !== undefined && !wanted) warn(excess)
  return stuck > 0 ? trouble(`${stuck} of ${unwanted.length} files could not be removed`) : Exit.ok
}

function totalSize(snapshots: readonly StoredSnapshot[]): number {
  return snapshots.reduce((sum, snapshot) => sum + snapshot.size, 0)
}

/** Returns the notebooks that have kept outputs, and those that may have had another name at the time. */
async function restorable(
  snapshots: readonly StoredSnapshot[],
  operands: readonly string[],
  top: string,
): Promise<ReadonlySet<string>> {
  const place = { cwd: top, environment: process.env }
  const listed = await notebooksOfRepository("tracked", place)
  const tracked = listed.kind === "paths" ? listed.paths : []
  const chosen = tracked.filter((path) => isChosen(join(top, path), operands))
  return new Set([...snapshots.map(({ path }) => path), ...chosen])
}

async function restore(store: OutputStore, paths: ReadonlySet<string>, top: string): Promise<ExitCode> {
  const place = { cwd: top, environment: process.env }
  try {
    const settings = await readNormalizeSettings(top, place)
    const records = await openShownRecords(place)
    const renamed = renamedOutputs(store, top)
    for (const path of paths) {
      const file = join(top, ...path.split("/"))
      const bytes = readIfThere(file)
      if (bytes === undefined) continue
      const name = quotedPath(path.split("/").join(sep))
      const options = optionsFor(settings, path)
      const own = snapshotsOf(store, path)
      const outputs = restorableOutputs(own.length > 0 ? own : renamed.snapshotsFor(bytes), bytes, options)
      const filled = filledNotebook(outputs, bytes, options, "goes-last")
      if (!equalBytes(filled.bytes, bytes)) {
        if (!replaceUnchanged(file, bytes, filled.bytes)) return trouble(`${name}: ${CHANGED_MEANWHILE}`)
        if (records !== undefined) writeShown(records, path, filled.shown)
        process.stdout.write(`restored: ${name}\n`)
      }
      if (filled.left > 0) warn(`${name}: ${leftText(filled.left)}`)
    }
    return Exit.ok
  } catch (error) {
    return trouble(isSettingsError(error) ? error.message : systemReason(error))
  }
}

/** Returns what can be restored: outputs even if somebody cleared them, but of dropped cells only those that are not
 *  in the notebook elsewhere. */
function restorableOutputs(
  snapshots: readonly StoredSnapshot[],
  bytes: Uint8Array,
  options: NormalizeOptions,
): VersionOutputs {
  const current = newestEntries(snapshots)
  const { entries, foreign } = versionOutputs(snapshots, bytes, options, "passed-over")
  const staying = [...entries].filter(([key]) => !isDroppedCell(key) || current.get(key)?.outputs !== 0)
  return { entries: new Map(staying), foreign }
}

/** Returns why the outputs of some cells are not restored. */
function leftText(cells: number): string {
  const which = cells === 1 ? "the outputs of 1 cell stay" : `the outputs of ${cells} cells stay`
  return `${which} in the store: as outputs and max-output are set now, they would be committed`
}

/** Returns undefined for a file that is not there: the notebook may belong to another branch. */
function readIfThere(file: string): Uint8Array | undefined {
  try {
    return readDiskFile(file)
  } catch {
    return undefined
  }
}
