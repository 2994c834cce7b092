import { isEverything } from "../../diff/filter.js"
import { changedNotebooks, type RangeQuery } from "../../git/notebooks/revisions.js"
import type { GitConfig } from "../../git/repository/config.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import { ifRepository, openGit } from "../../git/repository/repository.js"
import { byteDiff } from "../terminal/byte-diff.js"
import type { CommandCall } from "../terminal/command.js"
import type { DiffOptions } from "./diff-options.js"
import { readOperands, readPaths } from "./file-pairs.js"
import { type Content, labeled, type NotebookPair, reversed, sameBytes } from "./notebook-pair.js"
import { listRange, type RangeEntry, readRange } from "./range-pairs.js"

/** Holds what the operands of a diff name, or the message for standard error if they name nothing. */
export type Found = FoundNotebooks | { readonly kind: "trouble"; readonly words: string }

export interface FoundNotebooks {
  readonly kind: "found"
  readonly source: FoundSource
  /** The files were named, so it is an error if one of them is not a notebook. */
  readonly strict: boolean
  readonly entries: Entries
}

/** Describes where the notebooks come from. Paths in a range start at the repository's top. */
export type FoundSource =
  | { readonly kind: "range"; readonly top: string | undefined; readonly query: RangeQuery }
  | { readonly kind: "files" | "directories"; readonly before: string; readonly after: string }

type Entries = AsyncIterable<RangeEntry> | Iterable<RangeEntry>

/** Finds the notebooks that a diff's operands name, as git would read them. */
export async function findNotebooks(
  { operands, afterDashes }: CommandCall,
  options: DiffOptions,
  config: Promise<GitConfig>,
  place: GitPlace,
): Promise<Found> {
  const [before, after, ...more] = operands
  const areTwo = before !== undefined && after !== undefined && more.length === 0
  if (options.noIndex) {
    if (!areTwo) return { kind: "trouble", words: "nbdiff: --no-index takes two files or two directories\n" }
    return foundPaths(before, after, options, place)
  }
  const mayBeFiles = areTwo && options.fileOptions.every((option) => option === "-R")
  if (mayBeFiles && afterDashes === operands.length && !(await isRepository(place))) {
    return foundPaths(before, after, options, place)
  }
  if (mayBeFiles && afterDashes === undefined) {
    const two = await readOperands(before, after, place)
    if (two.kind === "ambiguous") return { kind: "trouble", words: two.message }
    if (two.kind === "no-repository") return foundPaths(before, after, options, place)
    if (two.kind === "pair") {
      const source = { kind: "files", before, after } as const
      return { kind: "found", source, strict: true, entries: [pairEntry(two.pair, options)] }
    }
  }
  return findRange({ operands, afterDashes }, options, config, place)
}

/** Returns whether there is a repository here; false without git. */
async function isRepository(place: GitPlace): Promise<boolean> {
  const found = await ifRepository(() => openGit(place)("rev-parse", "--git-dir"))
  return found !== undefined
}

async function foundPaths(
  before: string,
  after: string,
  options: DiffOptions,
  place: GitPlace,
): Promise<Found> {
  const { kind, pairs } = await readPaths(before, after, place)
  const named = kind === "files" ? options : { ...options, labels: [] }
  const differing = kind === "files" ? [...pairs] : [...differingPairs(pairs)]
  const entries = differing.map((pair) => pairEntry(pair, named))
  const strict = kind === "files" && !options.showsText
  return { kind: "found", source: { kind, before, after }, strict, entries }
}

/** One pair after the other, so that those that do not differ are let go. */
function* differingPairs(pairs: Iterable<NotebookPair>): Generator<NotebookPair> {
  for (const pair of pairs) if (!sameBytes(pair)) yield pair
}

function pairEntry(pair: NotebookPair, { reverse, labels, showsText }: DiffOptions): RangeEntry {
  const named = showsText ? withOwnText(labeled(pair, labels)) : labeled(pair, labels)
  return { kind: "pair", pair: reverse ? reversed(named) : named }
}

/** git's text diff of the two under the name that a person knows, and not under those of temporary files. */
function withOwnText(pair: NotebookPair): NotebookPair {
  const bytes = (content: Content) => (content.kind === "bytes" ? content.bytes : new Uint8Array(0))
  return {
    ...pair,
    textDiff: (options) => byteDiff(pair.names.path, bytes(pair.before), bytes(pair.after), options),
  }
}

async function findRange(
  { operands, afterDashes }: Pick<CommandCall, "operands" | "afterDashes">,
  options: DiffOptions,
  config: Promise<GitConfig>,
  place: GitPlace,
): Promise<Found> {
  const revisions = operands.length - (afterDashes ?? 0)
  const query = {
    options: options.fileOptions,
    operands: operands.slice(0, revisions),
    paths: afterDashes === undefined ? undefined : operands.slice(revisions),
  }
  const range = await changedNotebooks(query, place)
  if (range.kind === "trouble") return { kind: "trouble", words: range.message }
  process.stderr.write(range.warnings)
  const entries = needsContents(options) ? readRange(range, query, await config, place) : listRange(range)
  return { kind: "found", source: { kind: "range", top: range.top, query }, strict: false, entries }
}

/** Returns whether git's list of files is not enough to find out what differs. */
function needsContents({ format, filter }: DiffOptions): boolean {
  const listed = format === "quiet" || format === "name-only" || format === "name-status"
  return !listed || !isEverything(filter)
}
