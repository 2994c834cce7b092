import { type FileMerge, mergeFiles } from "../merge/merge-files.js"
import { type GitConfig, readConfig } from "./config.js"
import { conflictLabels } from "./conflict-labels.js"
import { conflictStyle, driverKeys } from "./driver-settings.js"
import { replaceFile } from "./file-replacement.js"
import { type InputFile, readInput } from "./input-file.js"
import { mergeByLine } from "./line-merge.js"
import { type MergeLabels, type MergeRequest, parseMergeArguments } from "./merge-arguments.js"
import { quotedPath } from "./quoted-path.js"
import { conflictStatus } from "./shell-command.js"

/** The merge driver: git passes `%O %A %B %L %P %S %X %Y` and reads the result from `%A`. Answers 0 for a clean
 *  merge and `conflictStatus` for conflicts that are marked in the file; anything else means that the file is as
 *  it was, and the registered command merges it by line. */
export async function mergeDriver(args: readonly string[]): Promise<number> {
  const request = parseMergeArguments(args)
  if (request === undefined) return complain("driver merge needs the files of base, ours and theirs")
  const place = { cwd: process.cwd(), environment: process.env }
  const config = readConfig(driverKeys, place)
  const labels = conflictLabels(request.labels, place.environment, place.cwd)
  const files = [request.base, request.ours, request.theirs].map((path) => readInput(path, request.path))
  const merge = mergeInputs(files, request, labels, await config)
  if (merge.kind === "by-line") return lineMerge(request, labels, merge.reason)
  const { bytes, decisions } = merge.merge
  replaceFile(request.ours, bytes, { durable: false })
  return decisions.some(({ conflict }) => conflict) ? conflictStatus : 0
}

type CellMerge =
  | { readonly kind: "by-cell"; readonly merge: FileMerge }
  | { readonly kind: "by-line"; readonly reason: string }

function mergeInputs(
  files: readonly InputFile[],
  { markerSize }: MergeRequest,
  labels: MergeLabels,
  config: GitConfig,
): CellMerge {
  const [base, ours, theirs] = files.map((file) => (file.kind === "bytes" ? file.bytes : new Uint8Array(0)))
  const trouble = files.find((file, i) => file.kind === "trouble" && !(i === 0 && file.code === "empty"))
  if (trouble?.kind === "trouble") return { kind: "by-line", reason: trouble.message }
  try {
    const form = { style: conflictStyle(config), size: markerSize, labels }
    return {
      kind: "by-cell",
      merge: mergeFiles(base as Uint8Array, ours as Uint8Array, theirs as Uint8Array, { form }),
    }
  } catch (error) {
    return { kind: "by-line", reason: error instanceof Error ? error.message : String(error) }
  }
}

/** What git does with a file of text. */
function lineMerge(request: MergeRequest, labels: MergeLabels, reason: string): number {
  complain(`${quotedPath(request.path)}: ${reason}; merging it by line`)
  const merge = mergeByLine(request, labels)
  if (merge.kind === "failed") return complain(merge.reason)
  replaceFile(request.ours, merge.bytes, { durable: false })
  return merge.conflicts > 0 ? conflictStatus : 0
}

function complain(message: string): number {
  process.stderr.write(`nbdiff: ${message}\n`)
  return 2
}
