import { mimeText } from "../../normalize/outputs/mime-canonical.js"
import { isJsonMime, isRichMime } from "../../normalize/outputs/mime-kind.js"
import { type OutputRun, streamName } from "../../normalize/outputs/output-run.js"
import type { MimeEntry, Output } from "../../notebook/model.js"
import { diffSequences } from "../text/sequence.js"
import { imageOf } from "./image.js"

/** Indices of two outputs that are one and the same in two versions; the one or the other is undefined where an
 *  output has no counterpart. */
export type RunPair = readonly [number | undefined, number | undefined]

/** Pairs the outputs of A with those of B that show the same kind of thing, in order and the most similar ones
 *  where there is a choice. Outputs without a counterpart are where they were, those of A first. */
export function pairRuns(a: readonly OutputRun[], b: readonly OutputRun[]): readonly RunPair[] {
  if (a.length === 0 || b.length === 0) return inOrder([], a.length, b.length)
  const kindsA = a.map(kindOf)
  const kindsB = b.map(kindOf)
  if (a.length === 1 && b.length === 1 && kindsA[0] === kindsB[0]) return [[0, 0]]
  const few = a.length * b.length <= MOST_COMPARISONS
  const pairs = few ? bestPairs(a.map(lookOf), b.map(lookOf)) : pairsByKind(kindsA, kindsB)
  return inOrder(pairs, a.length, b.length)
}

/** Enough for every pair of 32 outputs. More outputs in one place of one cell are a loop's, and alike. */
const MOST_COMPARISONS = 1024

/** What kind of thing a reader sees. Outputs of different kinds are different outputs. */
function kindOf(run: OutputRun): string {
  const output = run[0] as Output
  switch (output.type) {
    case "stream":
      return `stream ${streamName(output)}`
    case "error":
      return "error"
    case "display_data":
    case "execute_result":
      return mimeKind(mainEntry(output)?.mime ?? "text/plain")
  }
  return `unknown ${output.type}`
}

function mimeKind(mime: string): string {
  if (mime === "text/plain") return "text"
  if (mime.startsWith("image/")) return "image"
  return isJsonMime(mime) ? mime : "markup"
}

/** The entry of a bundle that a reader looks at first. */
function mainEntry({ data }: Output): MimeEntry | undefined {
  return (
    data.find(({ mime }) => isRichMime(mime)) ?? data.find(({ mime }) => mime !== "text/plain") ?? data[0]
  )
}

/** What is looked at to tell how similar two outputs are. */
interface Look {
  readonly kind: string
  readonly content: Lines
  /** A bundle's `text/plain`: two bundles may be one output where it is alike and the rest is of another kind. */
  readonly plain: Lines | undefined
}

/** How often each line is in a text. */
interface Lines {
  readonly counts: ReadonlyMap<string, number>
  readonly total: number
}

function lookOf(run: OutputRun): Look {
  const plain = run[0]?.data.find(({ mime }) => mime === "text/plain")
  return {
    kind: kindOf(run),
    content: linesOf(contentOf(run)),
    plain: plain && linesOf(mimeText(plain)),
  }
}

/** The text to compare; of an image its size. */
function contentOf(run: OutputRun): string {
  const output = run[0] as Output
  if (output.type === "stream") return run.map(({ text }) => text).join("")
  if (output.type === "error") return [output.ename, output.evalue, ...output.traceback].join("\n")
  const entry = mainEntry(output)
  const image = entry?.mime.startsWith("image/") ? imageOf(entry.mime, entry.value) : undefined
  if (image !== undefined) return `${image.width} × ${image.height}`
  return entry === undefined ? "" : mimeText(entry)
}

/** Lines that are looked at: an output that is alike in its first thousand is alike. */
const MOST_LINES = 1000

function linesOf(text: string): Lines {
  const counts = new Map<string, number>()
  const first = text.split("\n", MOST_LINES)
  for (const line of first) counts.set(line, (counts.get(line) ?? 0) + 1)
  return { counts, total: first.length }
}

/** From 0 for outputs that cannot be one to 1 for outputs with the same lines; never 0 for the same kind. */
function similarity(a: Look, b: Look): number {
  if (a.kind === b.kind) return BASE_SIMILARITY + (1 - BASE_SIMILARITY) * share(a.content, b.content)
  if (a.plain === undefined || b.plain === undefined) return 0
  const plain = share(a.plain, b.plain)
  return plain > 0.5 ? BASE_SIMILARITY * plain : 0
}

/** What being of one kind is worth: two such outputs in one place are rather an edit than two events. */
const BASE_SIMILARITY = 0.2

/** The share of the longer text's lines that are in both. */
function share(a: Lines, b: Lines): number {
  let common = 0
  for (const [line, count] of a.counts) common += Math.min(count, b.counts.get(line) ?? 0)
  return common / Math.max(a.total, b.total)
}

/** The pairs in order whose similarities add up to most; of equal sums the earliest pairs. */
function bestPairs(a: readonly Look[], b: readonly Look[]): readonly RunPair[] {
  const width = b.length + 1
  const best = new Float64Array((a.length + 1) * width)
  const scores = new Float64Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j
      const score = similarity(a[i] as Look, b[j] as Look)
      scores[at] = score
      const paired = score === 0 ? 0 : score + (best[at + width + 1] as number)
      best[at] = Math.max(paired, best[at + width] as number, best[at + 1] as number)
    }
  }
  const pairs: RunPair[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const at = i * width + j
    const score = scores[at] as number
    if (score > 0 && best[at] === score + (best[at + width + 1] as number)) pairs.push([i++, j++])
    else if (best[at] === best[at + width]) i++
    else j++
  }
  return pairs
}

function pairsByKind(a: readonly string[], b: readonly string[]): readonly RunPair[] {
  const pairs: RunPair[] = []
  let i = 0
  let j = 0
  const end = { fromA: a.length, toA: a.length, fromB: b.length, toB: b.length }
  for (const hunk of [...diffSequences(a, b), end]) {
    while (i < hunk.fromA) pairs.push([i++, j++])
    i = hunk.toA
    j = hunk.toB
  }
  return pairs
}

/** The pairs with the indices that none of them holds, each in its place. */
function inOrder(pairs: readonly RunPair[], sizeA: number, sizeB: number): readonly RunPair[] {
  const all: RunPair[] = []
  let i = 0
  let j = 0
  for (const [nextA = sizeA, nextB = sizeB] of [...pairs, [sizeA, sizeB] as const]) {
    while (i < nextA) all.push([i++, undefined])
    while (j < nextB) all.push([undefined, j++])
    if (nextA < sizeA) all.push([nextA, nextB])
    i = nextA + 1
    j = nextB + 1
  }
  return all
}
