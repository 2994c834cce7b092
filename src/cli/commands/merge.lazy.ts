import type { Command, OptionValues } from "commander"
import { openMerge, writeConflictedFile } from "../../git/merge/conflicted-file.js"
import { LONGEST_MARKER } from "../../git/merge/merge-arguments.js"
import { readConfig } from "../../git/repository/config.js"
import { worktreeTop } from "../../git/repository/worktree.js"
import { pathFromTop } from "../../git/settings/comparison-rules.js"
import { conflictStyle, DRIVER_KEYS } from "../../git/settings/driver-settings.js"
import { mergeLayer, readPolicies } from "../../git/settings/merge-settings.js"
import { isSettingsError } from "../../git/settings/settings-file.js"
import type { MarkerStyle } from "../../merge/cells/marked-source.js"
import type { MergePolicy } from "../../merge/decisions/policy.js"
import { type FileMerge, mergeFiles } from "../../merge/merge-files.js"
import type { Resolution } from "../../merge/text/line-merge.js"
import type { ConflictStyle } from "../../merge/text/markers.js"
import { CHANGED_MEANWHILE, contentIfThere, replaceUnchanged } from "../../node/file-replacement.js"
import { readInput, systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { sameMemory } from "../../node/same-memory.js"
import { parseNotebook } from "../../notebook/model.js"
import { defineWebOptions, parseWebOptions, type WebOptions } from "../page/web-options.js"
import { reportJson, reportLines } from "../resolve/merge-report.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, trouble } from "../terminal/exit-code.js"

export function define(command: Command): Command {
  const merging = command
    .description("Merges the changes that two notebooks made to a third, cell by cell.")
    .argument("<base>", "the version that both started from; an empty file if both sides added the notebook")
    .argument("<ours>")
    .argument("<theirs>")
    .option("-o, --output <file>", "write the merged notebook here (standard output)")
    .option("-v, --verbose", "report each decision and its reason on standard error")
    .option(
      "--json",
      "print the decisions as one JSON object on standard output; write the notebook only to -o",
    )
    .optionsGroup("Conflicts:")
    .option("--ours", "resolve each conflict with ours, and keep what merges cleanly")
    .option("--theirs", "resolve each conflict with theirs")
    .option("--union", "resolve each conflict in a text or cell with both")
    .option("-L, --label <name>", "labels for the markers: give it for ours, then base, then theirs", listed)
    .option("--marker-size <n>", "length of the markers (7)")
    .option("--conflict-style <style>", "merge, diff3 or zdiff3 (merge.conflictStyle)")
    .optionsGroup("Rules, which override git config nbdiff.merge.* and nbdiff.toml:")
    .option("--outputs <how>", "follow (the source that made them), or always ours, theirs or clear (follow)")
    .option(
      "--insertions <how>",
      "keep-both or conflict, if both sides insert cells in one place (keep-both)",
    )
    .option(
      "--prefer <path=side>",
      "which side wins a field that both set, such as cell.metadata.name=ours",
      listed,
    )
  return defineWebOptions(
    merging,
    "resolve its conflicts on a page in the browser; -o says where the result goes",
  ).addHelpText("after", "\nExit code: 0 for a clean merge, 1 if conflicts are marked, 2 on an error.")
}

export async function run({ operands, options }: CommandCall): Promise<ExitCode> {
  const asked = parseOptions(options)
  if (typeof asked === "string") return trouble(asked)
  const inputs = readVersions(operands)
  if (typeof inputs === "string") return trouble(inputs)
  const web = webOptions(asked, options)
  if (typeof web === "string") return trouble(web)
  try {
    if (web !== undefined && asked.output !== undefined)
      return await mergeInBrowser(asked.output, inputs, await resolveSettings(asked, operands, options), web)
    // somebody may save the file that the result replaces while the merge runs
    const replaced = asked.output === undefined ? undefined : contentIfThere(asked.output)
    const { markerStyle, policy } = await resolveSettings(asked, operands, options)
    const merge = mergeFiles(inputs.base, inputs.ours, inputs.theirs, {
      markerStyle,
      policy,
      same: sameMemory,
    })
    const failure = put(merge, replaced, asked)
    return failure === undefined ? report(merge, inputs, asked) : trouble(failure)
  } catch (error) {
    return trouble(isSettingsError(error) ? error.message : mergeTrouble(operands, inputs, error))
  }
}

interface MergeOptions {
  readonly output: string | undefined
  readonly verbose: boolean
  readonly json: boolean
  readonly resolution: Resolution | undefined
  readonly labels: readonly string[]
  readonly markerSize: number
  readonly style: ConflictStyle | undefined
}

interface MergeInputs {
  readonly base: Uint8Array
  readonly ours: Uint8Array
  readonly theirs: Uint8Array
}

function listed(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

function parseOptions(options: OptionValues): MergeOptions | string {
  const named = (["ours", "theirs", "union"] as const).filter((side) => options[side] === true)
  if (named.length > 1) return "only one of --ours, --theirs and --union can be given"
  const labels: readonly string[] = options.label ?? []
  if (labels.length > 3) return "-L can be given three times: for ours, base and theirs"
  const size = Number(options.markerSize ?? 7)
  if (!Number.isInteger(size) || size < 1 || size > LONGEST_MARKER)
    return `--marker-size: '${options.markerSize}' is not a number from 1 to ${LONGEST_MARKER}`
  const style = STYLES.find((name) => name === options.conflictStyle)
  if (options.conflictStyle !== undefined && style === undefined)
    return `--conflict-style: '${options.conflictStyle}' is not one of ${STYLES.join(", ")}`
  return {
    output: options.output,
    verbose: options.verbose === true,
    json: options.json === true,
    resolution: named[0],
    labels,
    markerSize: size,
    style,
  }
}

const STYLES = ["merge", "diff3", "zdiff3"] as const satisfies readonly ConflictStyle[]

/** Returns the bytes of the three files, or what is wrong with one of them. */
function readVersions([base = "", ours = "", theirs = ""]: readonly string[]): MergeInputs | string {
  const [b, o, t] = [readInput(base), readInput(ours), readInput(theirs)]
  if (b.kind === "trouble" && b.code !== "empty") return b.message
  if (o.kind === "trouble") return o.message
  if (t.kind === "trouble") return t.message
  return { base: b.kind === "bytes" ? b.bytes : new Uint8Array(0), ours: o.bytes, theirs: t.bytes }
}

function webOptions(asked: MergeOptions, options: OptionValues): WebOptions | string | undefined {
  const web = parseWebOptions(options)
  if (web === undefined || typeof web === "string") return web
  if (asked.output === undefined) return "--web needs -o: the file that the merged notebook is saved to"
  if (asked.json) return "--web cannot be used with --json"
  return asked.resolution === undefined ? web : `--web cannot be used with --${asked.resolution}`
}

async function mergeInBrowser(
  output: string,
  files: MergeInputs,
  { markerStyle, policy }: { readonly markerStyle: MarkerStyle; readonly policy: MergePolicy },
  web: WebOptions,
): Promise<ExitCode> {
  const place = { cwd: process.cwd(), environment: process.env }
  const open = () => openMerge(output, files, { markerStyle }, policy)
  const file = open()
  if (file.conflicted.conflicts.length === 0) {
    const problem = writeConflictedFile(file, file.conflicted.bytes)
    return problem === undefined ? Exit.ok : trouble(`${quotedPath(output)}: ${problem}`)
  }
  const { reportOutcome, serveMerge } = await import("../resolve/merge-web.lazy.js")
  const reopen = () => Promise.resolve(open())
  const ended = await serveMerge({ name: output, file, reopen, mayAdd: false, web }, place)
  return ended.kind === "trouble" ? ended.code : reportOutcome(output, ended.outcome)
}

async function resolveSettings(
  { labels, markerSize, style, resolution }: MergeOptions,
  [base = "", ours = "", theirs = ""]: readonly string[],
  options: OptionValues,
): Promise<{ readonly markerStyle: MarkerStyle; readonly policy: MergePolicy }> {
  const place = { cwd: process.cwd(), environment: process.env }
  const [config, top] = await Promise.all([readConfig(DRIVER_KEYS, place), worktreeTop(place)])
  const policies = await readPolicies(top, place, [policyOptions(options)])
  const policy = policies(pathFromTop(top, place.cwd, ours))
  return {
    markerStyle: {
      style: style ?? conflictStyle(config),
      size: markerSize,
      labels: { ours: labels[0] ?? ours, base: labels[1] ?? base, theirs: labels[2] ?? theirs },
    },
    policy: resolution === undefined ? policy : { ...policy, resolve: () => resolution },
  }
}

function policyOptions({ outputs, insertions, prefer }: OptionValues): ReturnType<typeof mergeLayer> {
  const given = Object.entries({ outputs, insertions, prefer }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, [value].flat() as readonly string[]] as const],
  )
  return mergeLayer(given, (key) => `--${key}`)
}

/** Writes the merged notebook to its place, or returns why that failed. */
function put(
  { bytes }: FileMerge,
  replaced: Uint8Array | undefined,
  { output, json }: MergeOptions,
): string | undefined {
  if (output === undefined) {
    if (!json) process.stdout.write(bytes)
    return undefined
  }
  try {
    const isWritten = replaceUnchanged(output, replaced, bytes)
    return isWritten ? undefined : `${quotedPath(output)}: ${CHANGED_MEANWHILE}`
  } catch (error) {
    return `could not write '${quotedPath(output)}': ${systemReason(error)}`
  }
}

/** Names the faulty file, if a single one is at fault. */
function mergeTrouble(operands: readonly string[], inputs: MergeInputs, error: unknown): string {
  const versions = [inputs.base, inputs.ours, inputs.theirs]
  for (const [i, bytes] of versions.entries()) {
    if (bytes.length === 0) continue
    try {
      parseNotebook(bytes)
    } catch (problem) {
      return `${quotedPath(operands[i] ?? "")}: ${systemReason(problem)}`
    }
  }
  return systemReason(error)
}

function report(
  { bytes, decisions }: FileMerge,
  { base, ours, theirs }: MergeInputs,
  { verbose, json, output }: MergeOptions,
): ExitCode {
  const conflicts = decisions.filter(({ conflict }) => conflict).length
  if (json || (verbose && decisions.length > 0)) {
    const versions = {
      base: base.length === 0 ? undefined : parseNotebook(base),
      ours: parseNotebook(ours),
      theirs: parseNotebook(theirs),
      merged: parseNotebook(bytes),
    }
    if (json) process.stdout.write(reportJson(decisions, versions))
    if (verbose)
      process.stderr.write(
        reportLines(decisions, versions)
          .map((line) => `${line}\n`)
          .join(""),
      )
  }
  if (conflicts > 0) process.stderr.write(`nbdiff: ${conflictWords(conflicts)} left${inFile(output)}\n`)
  return conflicts > 0 ? Exit.difference : Exit.ok
}

function conflictWords(count: number): string {
  return count === 1 ? "1 conflict is" : `${count} conflicts are`
}

function inFile(output: string | undefined): string {
  return output === undefined ? "" : ` in ${quotedPath(output)}`
}
