import type { Hunk } from "./hunk.js"
import { longestIncreasing } from "./longest-increasing.js"

/** Steps that a block may take: about the square of the edits that are found exactly, so 1,000 in any block
 *  (a few milliseconds), and more in a long one. */
const EXACT_STEPS = 1 << 20
const EXACT_STEPS_PER_ITEM = 16

/** Steps between two cuts of a block that was too costly: 128 edits are still found exactly, and as the cost
 *  of the whole is its length times this number, 20,000 items take some ten milliseconds. */
const HURRIED_STEPS = 1 << 14

/** Steps for everything. Two sequences without any structure take about 200 an item. */
const TOTAL_STEPS = 1 << 23
const TOTAL_STEPS_PER_ITEM = 256

/** Flags the items that are not on a common subsequence of A and B: a longest one while the steps last.
 *  Items are integers below `kinds`.
 *
 *  The search is Myers' "An O(ND) Difference Algorithm and Its Variations" (1986) in linear space. A block
 *  that is too costly for it is cut: at the lines unique on both sides where most are (the chain is then
 *  nearly or wholly a longest one), else where the search came furthest. When all steps are spent, what
 *  remains is one replacement. Steps are counted, never timed, so a result never depends on the machine. */
export function markChanges(
  a: Int32Array,
  b: Int32Array,
  kinds: number,
  steps = TOTAL_STEPS + TOTAL_STEPS_PER_ITEM * (a.length + b.length),
): { a: Uint8Array; b: Uint8Array } {
  const size = a.length + b.length
  const search: Search = {
    a,
    b,
    changedA: new Uint8Array(a.length),
    changedB: new Uint8Array(b.length),
    forward: new Int32Array(size + 3),
    backward: new Int32Array(size + 3),
    inA: new Int32Array(kinds),
    inB: new Int32Array(kinds),
    stepsLeft: steps,
  }
  const allowed = Math.max(EXACT_STEPS, EXACT_STEPS_PER_ITEM * size)
  const pending: Task[] = [{ block: { fromA: 0, toA: a.length, fromB: 0, toB: b.length }, allowed }]
  for (let task = pending.pop(); task; task = pending.pop()) {
    for (const part of solve(search, task)) pending.push(part)
  }
  return { a: search.changedA, b: search.changedB }
}

/** `forward[d]` and `backward[d]` hold how far in A each search came on diagonal d = (index in A) − (index
 *  in B), counted from −(length of B) − 1. `inA` and `inB` are all zero between uses. */
interface Search {
  readonly a: Int32Array
  readonly b: Int32Array
  readonly changedA: Uint8Array
  readonly changedB: Uint8Array
  readonly forward: Int32Array
  readonly backward: Int32Array
  readonly inA: Int32Array
  readonly inB: Int32Array
  stepsLeft: number
}

/** A place between items of A and items of B. */
interface Cut {
  readonly a: number
  readonly b: number
}

/** Ranges of A and B that are still to be compared. */
type Block = Hunk

/** A block and the steps that its own search may take. */
interface Task {
  readonly block: Block
  readonly allowed: number
}

/** Flags what is changed for certain, and returns the smaller blocks that are still to be solved. */
function solve(search: Search, task: Task): readonly Task[] {
  const block = trimmed(search, task.block)
  if (block.fromA === block.toA || block.fromB === block.toB || search.stepsLeft <= 0) {
    flag(search, block)
    return []
  }
  const found = middleCut(search, block, task.allowed)
  if (found.met) return tasks(block, [found.cut], task.allowed)
  const chain = task.allowed === HURRIED_STEPS ? [] : uniqueChain(search, block)
  return chain.length > 0 ? tasks(block, chain, task.allowed) : tasks(block, [found.cut], HURRIED_STEPS)
}

/** The block without the equal items at its two ends. */
function trimmed({ a, b }: Search, { fromA, toA, fromB, toB }: Block): Block {
  let start = 0
  const most = Math.min(toA - fromA, toB - fromB)
  while (start < most && a[fromA + start] === b[fromB + start]) start++
  let end = 0
  while (end < most - start && a[toA - 1 - end] === b[toB - 1 - end]) end++
  return { fromA: fromA + start, toA: toA - end, fromB: fromB + start, toB: toB - end }
}

function flag(search: Search, { fromA, toA, fromB, toB }: Block): void {
  search.changedA.fill(1, fromA, toA)
  search.changedB.fill(1, fromB, toB)
}

/** The parts of the block between cuts, last first, as they are taken from a stack. */
function tasks(block: Block, cuts: readonly Cut[], allowed: number): readonly Task[] {
  const ends = [...cuts, { a: block.toA, b: block.toB }]
  return ends
    .map(({ a, b }, i) => {
      const from = cuts[i - 1] ?? { a: block.fromA, b: block.fromB }
      return { block: { fromA: from.a, toA: a, fromB: from.b, toB: b }, allowed }
    })
    .reverse()
}

/** Where the searches from both ends meet: a point of a shortest script. Or, `met` being false, the point
 *  that lay furthest from its own end when the block's steps were spent. The block's ends differ. */
function middleCut(
  search: Search,
  block: Block,
  allowed: number,
): { readonly met: boolean; readonly cut: Cut } {
  const { forward, backward } = search
  const stop = Math.max(search.stepsLeft - allowed, 0)
  const zero = search.b.length + 1
  const first = block.fromA - block.fromB
  const last = block.toA - block.toB
  const ahead: Diagonals = { min: first, max: first }
  const behind: Diagonals = { min: last, max: last }
  forward[zero + first] = block.fromA
  backward[zero + last] = block.toA
  const odd = (first - last) % 2 !== 0
  while (search.stepsLeft > stop) {
    widen(ahead, block, forward, zero, -1)
    const aheadMet = stepAhead(search, block, ahead, odd ? behind : NOWHERE)
    if (aheadMet) return { met: true, cut: aheadMet }
    widen(behind, block, backward, zero, block.toA + 1)
    const behindMet = stepBehind(search, block, behind, odd ? NOWHERE : ahead)
    if (behindMet) return { met: true, cut: behindMet }
  }
  return { met: false, cut: furthestCut(search, block, ahead, behind) }
}

/** The diagonals that a search has reached: every second one from min to max. */
interface Diagonals {
  min: number
  max: number
}

const NOWHERE: Diagonals = { min: 1, max: 0 }

/** One more edit reaches one diagonal further on each side, within the block. `unreached` is put where the
 *  next step looks past them. */
function widen(reached: Diagonals, block: Block, reach: Int32Array, zero: number, unreached: number): void {
  if (reached.min > block.fromA - block.toB) reach[zero + --reached.min - 1] = unreached
  else reached.min++
  if (reached.max < block.toA - block.fromB) reach[zero + ++reached.max + 1] = unreached
  else reached.max--
}

/** Takes one more edit, and then all equal items, on each diagonal from the block's start. The cut is where
 *  it meets `others`, what the search from the end has reached. */
function stepAhead(search: Search, block: Block, reached: Diagonals, others: Diagonals): Cut | null {
  const { a, b, forward, backward } = search
  const zero = search.b.length + 1
  for (let d = reached.max; d >= reached.min; d -= 2) {
    const deleted = (forward[zero + d - 1] ?? -1) + 1
    const inserted = forward[zero + d + 1] ?? -1
    const from = Math.max(deleted, inserted)
    let i = from
    while (i < block.toA && i - d < block.toB && a[i] === b[i - d]) i++
    forward[zero + d] = i
    search.stepsLeft -= i - from + 1
    if (d >= others.min && d <= others.max && i >= (backward[zero + d] ?? i + 1)) return { a: i, b: i - d }
  }
  return null
}

/** The mirror image of `stepAhead`, from the block's end. */
function stepBehind(search: Search, block: Block, reached: Diagonals, others: Diagonals): Cut | null {
  const { a, b, forward, backward } = search
  const zero = search.b.length + 1
  for (let d = reached.max; d >= reached.min; d -= 2) {
    const deleted = (backward[zero + d + 1] ?? block.toA + 1) - 1
    const inserted = backward[zero + d - 1] ?? block.toA + 1
    const from = Math.min(deleted, inserted)
    let i = from
    while (i > block.fromA && i - d > block.fromB && a[i - 1] === b[i - d - 1]) i--
    backward[zero + d] = i
    search.stepsLeft -= from - i + 1
    if (d >= others.min && d <= others.max && i <= (forward[zero + d] ?? i - 1)) return { a: i, b: i - d }
  }
  return null
}

/** The point with the most items between it and the end that its search came from. */
function furthestCut(search: Search, block: Block, ahead: Diagonals, behind: Diagonals): Cut {
  const zero = search.b.length + 1
  let best = { a: block.fromA, b: block.fromB }
  let most = 0
  for (let d = ahead.min; d <= ahead.max; d += 2) {
    const a = search.forward[zero + d] ?? block.fromA
    const progress = 2 * a - d - block.fromA - block.fromB
    if (progress <= most || a > block.toA || a - d > block.toB) continue
    best = { a, b: a - d }
    most = progress
  }
  for (let d = behind.min; d <= behind.max; d += 2) {
    const a = search.backward[zero + d] ?? block.toA
    const progress = block.toA + block.toB - 2 * a + d
    if (progress <= most || a < block.fromA || a - d < block.fromB) continue
    best = { a, b: a - d }
    most = progress
  }
  return best
}

/** The longest chain of the items that are unique on both sides, each as the place before it; empty where
 *  they are not most of what is common, as a chain of few could lie far from a longest common subsequence. */
function uniqueChain(search: Search, block: Block): readonly Cut[] {
  const { a, inA, inB } = search
  const atB = countItems(search, block)
  const unique: Cut[] = []
  let common = 0
  for (let i = block.fromA; i < block.toA; i++) {
    const id = a[i] ?? 0
    const j = atB.get(id)
    if (inB[id] !== 0) common++
    if (inA[id] === 1 && inB[id] === 1 && j !== undefined) unique.push({ a: i, b: j })
  }
  forgetItems(search, block)
  if (unique.length * 2 < common) return []
  return longestIncreasing(unique.map((cut) => cut.b)).flatMap((n) => unique[n] ?? [])
}

/** Counts the block's items in `inA` and `inB`, and returns where in B each is last. */
function countItems({ a, b, inA, inB }: Search, block: Block): ReadonlyMap<number, number> {
  const atB = new Map<number, number>()
  for (let i = block.fromA; i < block.toA; i++) inA[a[i] ?? 0] = (inA[a[i] ?? 0] ?? 0) + 1
  for (let j = block.fromB; j < block.toB; j++) {
    inB[b[j] ?? 0] = (inB[b[j] ?? 0] ?? 0) + 1
    atB.set(b[j] ?? 0, j)
  }
  return atB
}

function forgetItems(search: Search, block: Block): void {
  for (let i = block.fromA; i < block.toA; i++) search.inA[search.a[i] ?? 0] = 0
  for (let j = block.fromB; j < block.toB; j++) search.inB[search.b[j] ?? 0] = 0
  search.stepsLeft -= 4 * (block.toA - block.fromA + block.toB - block.fromB)
}
