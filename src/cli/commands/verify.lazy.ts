import { existsSync } from "node:fs"
import type { Command } from "commander"
import { diffNotebooks } from "../../diff/diff-notebooks.js"
import type { NotebookDiff } from "../../diff/model/notebook-diff.js"
import { type GitConfig, readConfig } from "../../git/repository/config.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import type { RulesFor } from "../../git/settings/comparison-rules.js"
import { imageComparison } from "../../node/images/image-comparison.js"
import { quotedPath } from "../../node/quoted-path.js"
import { parseNotebook } from "../../notebook/model.js"
import { type Verdict, verdictsOf } from "../../verify/verdict.js"
import { filePasses, positionOf, type VerifiedFile } from "../../verify/verified-file.js"
import { parseDiffOptions } from "../diff/diff-options.js"
import { CLI_KEYS } from "../diff/diff-settings.js"
import { isDirectory, readPaths } from "../diff/file-pairs.js"
import { type Found, type FoundNotebooks, type FoundSource, findNotebooks } from "../diff/found-notebooks.js"
import { rulesOfFound } from "../diff/found-rules.js"
import { comparePair, type NotebookPair } from "../diff/notebook-pair.js"
import type { RangeEntry } from "../diff/range-pairs.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, gitTrouble, trouble } from "../terminal/exit-code.js"
import { openOutput } from "../terminal/output.js"
import { verifyView } from "../verify/verdict-view.js"
import { defineVerifyOptions, parseVerifyOptions, type VerifyOptions } from "../verify/verify-options.js"

export function define(command: Command): Command {
  return defineVerifyOptions(command)
    .usage("[options] <before> <after>\n       nbdiff verify [options] <revision> [--] [<path>...]")
    .description(
      "Says cell by cell whether two runs of a notebook came to the same outputs. It runs nothing itself.",
    )
    .argument("[operands...]", "two notebooks, <revision>:<path>, or directories; or a revision and paths")
    .addHelpText("after", "\nExit code: 0 where every cell passes, 1 where one does not, 2 for trouble.")
}

/** Compares the runs and shows the verdicts. */
export async function run(call: CommandCall): Promise<ExitCode> {
  const options = parseVerifyOptions(call.options)
  if (typeof options === "string") return trouble(options)
  if (call.operands.length === 0) return trouble("name two notebooks, or a revision")
  const place = { cwd: process.cwd(), environment: process.env }
  const config = readConfig(CLI_KEYS, place)
  const found = await findRuns(call, config, place)
  if (found.kind === "trouble") return gitTrouble(found.words)
  const rulesFor = await rulesOfFound(found, await config, place)
  return verifyAll(found, rulesFor, options)
}

/** Directories are compared by name, whatever git knows of them. */
async function findRuns(call: CommandCall, config: Promise<GitConfig>, place: GitPlace): Promise<Found> {
  const [before = "", after = "", ...more] = call.operands
  const areTwo = call.operands.length === 2 && more.length === 0 && call.afterDashes === undefined
  if (areTwo && (isDirectory(before) || isDirectory(after)) && exists(before) && exists(after)) {
    const { kind, pairs } = await readPaths(before, after, place)
    const entries = pairEntries(pairs)
    return { kind: "found", source: { kind, before, after }, strict: true, entries }
  }
  const options = parseDiffOptions({})
  if (typeof options === "string") throw new Error(options)
  return findNotebooks(call, options, config, place)
}

function exists(path: string): boolean {
  return isDirectory(path) || existsSync(path)
}

function* pairEntries(pairs: Iterable<NotebookPair>): Generator<{ kind: "pair"; pair: NotebookPair }> {
  for (const pair of pairs) yield { kind: "pair", pair }
}

/** Compares one pair after the other. What cannot be compared is reported, and the others are verified all the same. */
async function verifyAll(
  { entries, source }: FoundNotebooks,
  rulesFor: RulesFor,
  options: VerifyOptions,
): Promise<ExitCode> {
  const output = openOutput(undefined, process.env)
  const view = verifyView(options, source.kind !== "files")
  const files: VerifiedFile[] = []
  let isTrouble = false
  for await (const entry of entries) {
    const read =
      entry.kind === "pair" ? await verifyPair(entry.pair, source.kind, rulesFor, options) : unmerged(entry)
    if (typeof read === "string") {
      trouble(read)
      isTrouble = true
      continue
    }
    files.push(view.keepsFiles ? read : { ...read, diff: NO_DIFF })
    if (!(await output.write(view.file(read)))) break
  }
  if (files.length === 0 && !isTrouble && source.kind === "directories")
    return trouble("there is no notebook in either directory")
  const saysNothing = isTrouble && files.length === 0 && options.format === "text"
  if (!saysNothing) await output.write(view.end(files))
  const isPassed = files.every((file) => filePasses(file, options))
  const code = isTrouble ? Exit.trouble : isPassed ? Exit.ok : Exit.difference
  return (await output.close()) ?? code
}

/** Stands for a diff that no view asks for any more, so that one notebook after the other is let go. */
const EMPTY = parseNotebook(
  new TextEncoder().encode('{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}'),
)
const NO_DIFF = diffNotebooks(EMPTY, EMPTY)

function unmerged(entry: Exclude<RangeEntry, { kind: "pair" }>): string {
  return `${quotedPath(entry.kind === "unmerged" ? entry.path : entry.file.names.path)}: in conflict in git's index`
}

/** Returns what came of comparing two runs, or in one line why they cannot be compared. */
async function verifyPair(
  pair: NotebookPair,
  source: FoundSource["kind"],
  rulesFor: RulesFor,
  options: VerifyOptions,
): Promise<VerifiedFile | string> {
  const { path, oldPath = path } = pair.names
  const compared = comparePair(pair, rulesFor(path))
  if (compared.kind === "text") return compared.warning ?? `${quotedPath(path)}: is not a file`
  if (compared.kind === "unread") return compared.message
  const { diff } = compared
  const comparePixels = await imageComparison(diff, MOST_PIXELS)
  const verdicts = verdictsOf(diff, { ...options.judge, comparePixels }).map((verdict) =>
    source === "directories" && pair.after.kind === "absent" ? asMissing(verdict, diff) : verdict,
  )
  return {
    before: pair.before.kind === "absent" ? undefined : oldPath,
    after: pair.after.kind === "absent" ? undefined : path,
    diff,
    verdicts: verdicts.filter((verdict) => options.isChosen(positionOf(verdict))),
  }
}

/** A run that wrote no notebook at all lost every result of it. */
function asMissing(verdict: Verdict, { a }: NotebookDiff): Verdict {
  const hadOutputs = (a.cells[verdict.before ?? -1]?.outputs.length ?? 0) > 0
  return hadOutputs ? { ...verdict, kind: "missing", reasons: ["there is no notebook after"] } : verdict
}

/** Pixels that are decoded for one notebook: those of several hundred plots. */
const MOST_PIXELS = 300e6
