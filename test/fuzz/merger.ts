import { CONFLICT_KEY } from "../../src/merge/decisions/decision.js"
import { DEFAULT_POLICY, type MergePolicy } from "../../src/merge/decisions/policy.js"
import {
  DEFAULT_MARKER_STYLE,
  type FileMerge,
  InvalidMergeError,
  mergeFiles,
} from "../../src/merge/merge-files.js"
import {
  itemsOf,
  type JsonValue,
  kindOf,
  memberOf,
  membersOf,
  rawTextOf,
} from "../../src/notebook/json/json-value.js"
import { NotebookError } from "../../src/notebook/json/notebook-error.js"
import { type Notebook, parseNotebook } from "../../src/notebook/model.js"
import { isValid } from "../../src/notebook/validate.js"
import { type Json, spell } from "../support/json-spelling.js"
import { mutateBytes } from "./byte-mutation.js"
import { editNotebook, spoilNotebook } from "./notebook-edit.js"
import { materialOf, spellingOf } from "./notebook-material.js"
import type { Random } from "./random.js"
import { Finding, holds, partOf, type Target } from "./target.js"

/** Three versions: a merge, or a refusal that says why; never an invalid result, a lost line or an unseen
 *  conflict. */
export const merger: Target = {
  name: "merger",
  generate(random, pool) {
    const spoilSides = random.chance(0.3)
    const base = random.chance(0.2)
      ? spoilNotebook(random, materialOf(random, pool))
      : materialOf(random, pool)
    const side = (): Json => {
      const edited = editNotebook(random, base)
      return spoilSides && random.chance(0.6) ? spoilNotebook(random, edited) : edited
    }
    const spelling = spellingOf(random)
    const bytes = (value: Json): Uint8Array =>
      spell(value, random.chance(0.9) ? spelling : spellingOf(random))
    return {
      base: random.chance(0.05) ? new Uint8Array(0) : bytes(base),
      ours: damaged(random, bytes(side())),
      theirs: damaged(random, bytes(side())),
    }
  },
  attack(fuzz) {
    const [base, ours, theirs] = [partOf(fuzz, "base"), partOf(fuzz, "ours"), partOf(fuzz, "theirs")]
    const sides = [base, ours, theirs].map((bytes, i) => (i === 0 && bytes.length === 0 ? [] : read(bytes)))
    const merge = merged(base, ours, theirs, DEFAULT_POLICY)
    if (merge === undefined) return "refused"
    const notebooks = sides.flatMap((side) => side ?? [])
    checkMerge(merge, notebooks)
    const swapped = merged(base, theirs, ours, DEFAULT_POLICY)
    if (swapped !== undefined && notebooks.every(isOrdinary)) {
      holds(conflictCount(swapped) === conflictCount(merge), "as many conflicts when the sides are swapped")
    }
    for (const policy of POLICIES) {
      const other = merged(base, ours, theirs, policy)
      if (other !== undefined)
        holds(parseNotebook(other.bytes).cells.length >= 0, "a merge by another rule is a notebook")
    }
    if (base.length > 0) checkIdentities(base, ours, theirs)
    return conflictCount(merge) > 0 ? "conflict" : "clean"
  },
}

function damaged(random: Random, bytes: Uint8Array): Uint8Array {
  return random.chance(0.03) ? mutateBytes(random, bytes) : bytes
}

function read(bytes: Uint8Array): Notebook | undefined {
  try {
    return parseNotebook(bytes)
  } catch (error) {
    if (error instanceof NotebookError) return undefined
    throw error
  }
}

/** Undefined where a file is not a notebook or cannot be merged by cell. */
function merged(
  base: Uint8Array,
  ours: Uint8Array,
  theirs: Uint8Array,
  policy: MergePolicy,
): FileMerge | undefined {
  try {
    return mergeFiles(base, ours, theirs, { policy, markerStyle: MARKER_STYLE, shortcut: false })
  } catch (error) {
    if (error instanceof NotebookError) return undefined
    // of sides that are not notebooks of their version the line merge does what it can
    if (error instanceof InvalidMergeError && ![base, ours, theirs].every(isValidFile)) return undefined
    if (error instanceof InvalidMergeError) throw new Finding(`a merge is valid: ${error.message}`)
    throw error
  }
}

function isValidFile(bytes: Uint8Array): boolean {
  return bytes.length === 0 || isValid(parseNotebook(bytes))
}

const MARKER_STYLE = { ...DEFAULT_MARKER_STYLE, labels: { base: "BASE", ours: "OURS", theirs: "THEIRS" } }

const POLICIES: readonly MergePolicy[] = [
  { ...DEFAULT_POLICY, outputs: "clear", insertions: "conflict" },
  { ...DEFAULT_POLICY, outputs: "theirs", preferred: () => "theirs" },
]

function checkMerge(merge: FileMerge, sides: readonly Notebook[]): void {
  const result = parseNotebook(merge.bytes)
  if (sides.every(isValid)) holds(isValid(result), "a merge of valid notebooks is valid")
  if (!sides.some(isMarked)) {
    holds(isMarked(result) === conflictCount(merge) > 0, "a conflict is marked, and nothing else is")
  }
  if (sides.length === 3) losesNothing(result, sides as [Notebook, Notebook, Notebook], merge)
}

/** A line that one side alone has, once and nowhere before, is in the result: as source, or in a record. */
function losesNothing(
  result: Notebook,
  [base, ours, theirs]: readonly [Notebook, Notebook, Notebook],
  merge: FileMerge,
): void {
  const before = new Set(linesOf(base))
  const text = rawTextOf(result.root)
  const have = new Set(linesOf(result))
  for (const side of [ours, theirs]) {
    const lost = linesOf(side).find(
      (line) => !before.has(line) && !have.has(line) && !text.includes(JSON.stringify(line).slice(1, -1)),
    )
    const isReported = merge.decisions.some(({ kind }) => kind === "type-drops")
    holds(lost === undefined || isReported, `no added line is lost: ${JSON.stringify(lost)}`)
  }
}

function linesOf({ cells }: Notebook): readonly string[] {
  return cells
    .filter(({ value, sourceKey }) => isText(memberOf(value, sourceKey)))
    .flatMap(({ source }) => source.split("\n"))
    .map((line) => line.trim().replace(/attachment:\S+/g, ""))
    .filter((line) => line !== "" && !LONE_SURROGATE.test(line))
}

/** Anything else is not text, and is spelt again with the file. */
function isText(value: JsonValue | undefined): boolean {
  if (value === undefined || kindOf(value) === "string") return true
  return kindOf(value) === "array" && itemsOf(value).every((item) => kindOf(item) === "string")
}

/** JSON spells it in more ways than one. */
const LONE_SURROGATE = /\p{Cs}/u

function isMarked({ root, cells }: Notebook): boolean {
  const inSource = cells.some(({ source }) => /^<{7,} OURS/m.test(source))
  return inSource || hasKey(root)
}

function hasKey(root: Notebook["root"]): boolean {
  return rawTextOf(root).includes(`"${CONFLICT_KEY}"`)
}

function conflictCount(merge: FileMerge | undefined): number {
  return merge?.decisions.filter(({ conflict }) => conflict).length ?? -1
}

function checkIdentities(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array): void {
  const cases = [
    [base, ours, base, ours, "ours alone changed"],
    [base, base, theirs, theirs, "theirs alone changed"],
    [base, ours, ours, ours, "both changed alike"],
  ] as const
  for (const [o, a, b, expected, name] of cases) {
    const merge = merged(o, a, b, DEFAULT_POLICY)
    const versions = [o, a, b].map((bytes) => parseNotebook(bytes))
    if (merge === undefined || !versions.every(isOrdinary) || !hasStatedIds(versions)) continue
    holds(Buffer.compare(merge.bytes, expected) === 0, `the file is that side's where ${name}`)
    holds(conflictCount(merge) === 0, `no conflict where ${name}`)
  }
}

/** Without what a merge by cell has to resolve: no key twice in one object, no id twice, version 4, which says itself. A driver
 *  answers for whole files before it comes to that. */
function isOrdinary({ root, major, cells }: Notebook): boolean {
  const ids = cells.flatMap(({ id }) => id ?? [])
  const isStated = ["nbformat", "nbformat_minor"].every((key) => {
    const number = memberOf(root, key)
    return number !== undefined && /^\d+$/.test(rawTextOf(number))
  })
  return isStated && major === 4 && new Set(ids).size === ids.length && hasSingleKeys(root)
}

function hasSingleKeys(value: JsonValue): boolean {
  if (kindOf(value) === "array") return itemsOf(value).every(hasSingleKeys)
  if (kindOf(value) !== "object") return true
  const members = membersOf(value)
  return (
    new Set(members.map(({ key }) => key)).size === members.length &&
    members.every((each) => hasSingleKeys(each.value))
  )
}

/** Whether no version changes what its ids should be without changing the ids: a merge that makes 4.5 of it gives
 *  each cell one. */
function hasStatedIds(versions: readonly Notebook[]): boolean {
  const isSteady = new Set(versions.map(({ minor }) => minor)).size === 1
  const isAsStated = ({ cells, minor }: Notebook): boolean =>
    cells.every(({ id }) => (id !== undefined) === minor >= 5)
  return isSteady || versions.every(isAsStated)
}
