import type { Command } from "commander"
import { GitError } from "../../git/repository/repository.js"
import { stageBlob } from "../../git/repository/staged-blob.js"
import { NORMALIZE_SETTINGS, optionsFor, settingsLayer } from "../../git/settings/normalize-settings.js"
import { isSettingsError } from "../../git/settings/settings-file.js"
import { CHANGED_MEANWHILE, replaceUnchanged } from "../../node/file-replacement.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { withAddedIds } from "../../normalize/added-ids.js"
import type { Step } from "../../normalize/apply-rules.js"
import { type Normalized, normalizeNotebook } from "../../normalize/normalize.js"
import { equalBytes } from "../../notebook/json/json-equality.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"
import { parseNotebook } from "../../notebook/model.js"
import { checkSummary, ruleLines, stepLines, stepSummary } from "../normalize/normalize-report.js"
import { fileSources, indexSources, type Source } from "../normalize/normalize-sources.js"
import { openRepositories } from "../normalize/source-repository.js"
import { byteDiff } from "../terminal/byte-diff.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, trouble } from "../terminal/exit-code.js"
import { herePlace } from "../terminal/place.js"

export function define(command: Command): Command {
  return command
    .description("Strips outputs, counts and volatile metadata from notebooks, in place.")
    .argument("[path...]", "notebooks, directories, or - for standard input")
    .option("--stdout", "write to standard output; takes exactly one notebook")
    .option(
      "--check",
      "change nothing; list the notebooks that are not in normal form, and exit with 1 if there are any",
    )
    .option("--diff", "change nothing; show what would change")
    .option("--dry-run", "change nothing; say what would be done")
    .option("--explain", "change nothing; say what would be done and why; without a path, print the rules")
    .option("--cached", "normalize the staged versions, not the worktree's files")
    .option("--path <path>", "use the settings for this path (for standard input)")
    .option("--outputs <how>", "strip or keep (strip)")
    .option("--max-output <size>", "strip only outputs that are larger, such as 10k")
    .option("--counts <how>", "clear or keep (clear)")
    .option("--keep <rule>", "keep the field of this rule; may be repeated", collect)
    .option("--drop <rule>", "drop the field of this rule; may be repeated", collect)
    .option("--extra <path>", "drop another field, such as cell.metadata.name; may be repeated", collect)
    .option("--add-ids", "give an id to each cell that has none, or has the same as another")
    .option("--drop-empty-cells", "drop empty cells")
    .option("--drop-tagged <tag,…>", "drop cells with one of these tags", collect)
    .option("--stable-outputs", "rewrite the remaining outputs so that running again gives the same bytes")
    .option("--canonical", "write the whole file as Python's nbformat does")
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

type Options = CommandCall["options"]

const MODES = ["stdout", "diff", "dryRun", "explain", "check"] as const
type Mode = (typeof MODES)[number] | "write"

export async function run({ operands, options }: CommandCall): Promise<ExitCode> {
  process.stdout.on("error", () => process.exit(Exit.closedPipe))
  const mode = parseMode(operands, options)
  if (mode.kind === "wrong") return trouble(mode.reason)
  const asked = { isCheck: options.check === true, addIds: options.addIds === true }
  try {
    const repositories = await openRepositories(herePlace(), settingsLayer("--", given(options)))
    const { current } = repositories
    if (mode.kind === "rules") return print(ruleLines(optionsFor(await current.settings(), "").rules.rules))
    if (options.cached !== true) {
      const sources = await fileSources(operands, options.path, repositories)
      if (mode.mode === "stdout" && sources.length !== 1) {
        const count = sources.length === 0 ? "none" : sources.length
        return trouble(
          `--stdout takes exactly one notebook; '${quotedPath(operands[0] ?? "")}' holds ${count}`,
        )
      }
      // report a mistake in the settings even if there is no notebook to apply them to
      if (sources.length === 0) await current.settings()
      return await normalizeAll(sources, mode.mode, asked)
    }
    // without a worktree git has an index that nobody uses
    if (operands.length === 0) await herePlace().git("rev-parse", "--show-toplevel")
    const index = await indexSources(operands, repositories)
    const code = await normalizeAll(index.sources, mode.mode, asked)
    index.close()
    return code
  } catch (error) {
    if (isSettingsError(error) || error instanceof GitError) return trouble(error.message)
    if (error instanceof Error && "path" in error) {
      return trouble(`could not read '${quotedPath(String(error.path))}': ${systemReason(error)}`)
    }
    throw error
  }
}

type ChosenMode =
  | { readonly kind: "mode"; readonly mode: Mode }
  | { readonly kind: "rules" }
  | { readonly kind: "wrong"; readonly reason: string }

function parseMode(operands: readonly string[], options: Options): ChosenMode {
  const named = MODES.filter((mode) => options[mode] === true)
  const [first, second] = named
  const wrong = (reason: string): ChosenMode => ({ kind: "wrong", reason })
  // the other modes change nothing either, and report more
  const isOneMore = second === "check" && first !== "stdout" && named.length === 2
  if (second !== undefined && !isOneMore)
    return wrong(`--${dashed(first ?? "")} and --${dashed(second)} exclude each other`)
  if (first === "explain" && operands.length === 0 && options.cached !== true) return { kind: "rules" }
  const mode = first ?? (operands.includes("-") ? "stdout" : "write")
  if (options.cached === true) {
    return mode === "stdout" ? wrong("--cached and --stdout exclude each other") : { kind: "mode", mode }
  }
  if (operands.length === 0) return wrong("name notebooks or directories, or - for standard input")
  if (mode === "stdout" && operands.length > 1) return wrong("--stdout and - take exactly one notebook")
  return { kind: "mode", mode }
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** Returns the settings given on the command line, by their names in a settings file. */
function* given(options: Options): Generator<readonly [string, readonly string[]]> {
  for (const key of NORMALIZE_SETTINGS) {
    const value: unknown = options[key.replace(/-[a-z]/g, (pair) => pair.charAt(1).toUpperCase())]
    if (Array.isArray(value)) yield [key, value.map(String)]
    else if (value !== undefined) yield [key, [String(value)]]
  }
}

/** Describes the result for one notebook. */
type Outcome = "normal" | "changed" | "trouble"

async function normalizeAll(
  sources: readonly Source[],
  mode: Mode,
  { isCheck, addIds }: { readonly isCheck: boolean; readonly addIds: boolean },
): Promise<ExitCode> {
  // report a mistake in a repository's settings before anything is written
  for (const { repository } of sources) await repository.settings()
  const outcomes: Outcome[] = []
  const steps: Step[] = []
  const screen = openScreen(sources.length)
  for (const source of sources) {
    screen.progress(outcomes.length)
    outcomes.push(await normalizeOne(source, mode, screen, { steps, addIds }))
  }
  screen.clear()
  const changed = outcomes.filter((outcome) => outcome === "changed").length
  if (isCheck && changed > 0) process.stderr.write(`${checkSummary(changed, steps)}\n`)
  if (outcomes.includes("trouble")) return Exit.trouble
  return isCheck && changed > 0 ? Exit.difference : Exit.ok
}

async function normalizeOne(
  source: Source,
  mode: Mode,
  screen: Screen,
  { steps, addIds }: { readonly steps: Step[]; readonly addIds: boolean },
): Promise<Outcome> {
  const bytes = await source.read()
  if (typeof bytes === "string") return complain(bytes, screen)
  try {
    const options = optionsFor(await source.repository.settings(), source.path)
    const read = parseNotebook(bytes)
    const { notebook, added } = addIds ? withAddedIds(read) : { notebook: read, added: 0 }
    const normal = withIdSteps(normalizeNotebook(notebook, options), added)
    const changed = !equalBytes(bytes, normal.bytes)
    if (changed) steps.push(...normal.steps)
    screen.clear()
    if (!(await act(source, mode, bytes, normal, changed)))
      return complain(`${quotedPath(source.name)}: ${CHANGED_MEANWHILE}`, screen)
    return changed ? "changed" : "normal"
  } catch (error) {
    if (error instanceof NotebookError)
      return complain(`${quotedPath(source.name)}: ${error.message}`, screen)
    if (error instanceof Error && "syscall" in error) {
      return complain(`could not write '${quotedPath(source.name)}': ${systemReason(error)}`, screen)
    }
    throw error
  }
}

/** Returns a step for each id that was added. */
function withIdSteps({ bytes, steps }: Normalized, added: number): Normalized {
  const step = { kind: "add-id", cell: undefined, path: [], bytes: 0, why: "it had none of its own" } as const
  return { bytes, steps: [...steps, ...Array.from({ length: added }, () => step)] }
}

function complain(message: string, screen: Screen): Outcome {
  screen.clear()
  trouble(message)
  return "trouble"
}

/** Returns false if the file has changed since it was read. */
async function act(
  source: Source,
  mode: Mode,
  bytes: Uint8Array,
  { bytes: normal, steps }: Normalized,
  changed: boolean,
): Promise<boolean> {
  const name = quotedPath(source.name)
  switch (mode) {
    case "write":
      if (changed && source.mode !== undefined) {
        await stageBlob(source.path, { mode: source.mode, bytes: normal }, source.repository.place)
        print(`${name}: staged: ${stepSummary(steps)}\n`)
      }
      if (!changed || source.file === undefined) return true
      if (!replaceUnchanged(source.file, bytes, normal)) return false
      print(`${name}: ${stepSummary(steps)}\n`)
      return true
    case "stdout":
      await write(normal)
      return true
    case "check":
      if (changed) print(`${name}\n`)
      return true
    case "diff":
      if (changed) await write(await byteDiff(source.path || "stdin.ipynb", bytes, normal))
      return true
    case "dryRun":
      if (changed) print(`${name}: ${stepSummary(steps)}\n`)
      return true
    case "explain":
      print(`${name}: ${changed ? stepSummary(steps) : "in normal form"}\n${stepLines(steps)}`)
      return true
  }
}

function print(text: string): ExitCode {
  process.stdout.write(text)
  return Exit.ok
}

function write(bytes: Uint8Array | string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
}

/** Sets the number of files from which progress is shown. */
const MANY_FILES = 20

/** Shows how many files are done, on a terminal and for many files. */
interface Screen {
  progress(done: number): void
  /** Removes the count, before anything else is printed. */
  clear(): void
}

function openScreen(total: number): Screen {
  if (!process.stderr.isTTY || total < MANY_FILES)
    return { progress: () => undefined, clear: () => undefined }
  return {
    progress: (done) => void process.stderr.write(`\r${done} of ${total} notebooks`),
    clear: () => void process.stderr.write("\r\x1b[K"),
  }
}
