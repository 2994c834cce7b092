import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type MergedOrder, mergeOrder } from "../../../src/merge/order/order.js"
import { runs } from "../../support/thorough.js"

/** `NBDIFF_RUNS=60000 npx vitest run --project property test/merge/order` runs them at length. */
const seeded = { numRuns: runs(1000), seed: 42 }

/** Three orders of cells, each cell a number. */
interface Orders {
  readonly base: readonly number[]
  readonly ours: readonly number[]
  readonly theirs: readonly number[]
}

type Kind = "insert" | "insert-shared" | "delete" | "move"

function check(
  law: (orders: Orders) => void,
  ours: readonly Kind[] = ALL,
  theirs: readonly Kind[] = ours,
): void {
  fc.assert(fc.property(arbitraryOrders(ours, theirs), law), seeded)
}

const ALL: readonly Kind[] = ["insert", "insert-shared", "delete", "move"]
const STEADY: readonly Kind[] = ["insert", "insert-shared", "delete"]

describe("the merged order", () => {
  it("is that of the side that alone changed it, or of both where they agree, without a word", () => {
    check(({ base, ours }) => {
      for (const merged of [
        mergeOrder(base, ours, base, none),
        mergeOrder(base, base, ours, none),
        mergeOrder(base, ours, ours, none),
      ]) {
        expect(merged.keys).toEqual(ours)
        expect(notesOf(merged)).toEqual([])
      }
    })
  })

  it("has each cell once: all that are inserted, and those of the base that both sides have", () => {
    check(({ base, ours, theirs }) => {
      const { keys } = mergeOrder(base, ours, theirs, none)
      const inBoth = (key: number): boolean => ours.includes(key) && theirs.includes(key)
      const expected = new Set([...ours, ...theirs].filter((key) => !base.includes(key) || inBoth(key)))
      expect(sorted(keys)).toEqual(sorted([...expected]))
    })
  })

  it("has a cell that one side deleted where the other side has it, when it is kept", () => {
    check(({ base, ours, theirs }) => {
      const all = mergeOrder(base, ours, theirs, () => true).keys
      expect(sorted(all)).toEqual(sorted([...new Set([...ours, ...theirs])]))
      const few = new Set(mergeOrder(base, ours, theirs, none).keys)
      expect(all.filter((key) => few.has(key))).toEqual([...few])
    })
  })

  it("notes the same things when the sides are swapped, but for what follows from a place that was chosen", () => {
    check(({ base, ours, theirs }) => {
      expect(notesOf(mergeOrder(base, ours, theirs, none))).toEqual(
        notesOf(mergeOrder(base, theirs, ours, none)),
      )
    })
  })

  it("keeps the order of both sides where neither moved a cell", () => {
    check(
      ({ base, ours, theirs }) => {
        const { keys, movedTwice, insertedTwice, moved } = mergeOrder(base, ours, theirs, none)
        expect([...movedTwice, ...insertedTwice]).toEqual([])
        expect([...moved.ours, ...moved.theirs]).toEqual([])
        expect(keys.filter((key) => ours.includes(key))).toEqual(ours.filter((key) => keys.includes(key)))
        expect(keys.filter((key) => theirs.includes(key))).toEqual(theirs.filter((key) => keys.includes(key)))
      },
      ["insert", "delete"],
    )
  })

  it("keeps the order of the one side that moved cells", () => {
    check(
      ({ base, ours, theirs }) => {
        const { keys } = mergeOrder(base, ours, theirs, none)
        expect(keys.filter((key) => ours.includes(key))).toEqual(ours.filter((key) => keys.includes(key)))
      },
      ALL,
      ["insert", "delete"],
    )
  })

  it("never puts a cell of one side's run between two of the other's", () => {
    check(({ base, ours, theirs }) => {
      const { keys, bothInserted } = mergeOrder(base, ours, theirs, () => true)
      for (const run of bothInserted) {
        const at = [...run.ours, ...run.theirs].map((key) => keys.indexOf(key))
        expect(at).toEqual(at.map((_, i) => at[0]! + i))
      }
    }, STEADY)
  })

  it("is bounded: thousands of cells, all in another order on each side", () => {
    const base = Array.from({ length: 5000 }, (_, i) => i)
    const shuffled = (step: number): readonly number[] => base.map((i) => (i * step) % base.length)
    const { keys } = mergeOrder(base, shuffled(1999), shuffled(1777), none)
    expect(sorted(keys)).toEqual(base)
  })
})

describe("the generator", () => {
  it("makes enough of what is hard", () => {
    const merges = fc
      .sample(arbitraryOrders(ALL, ALL), { numRuns: 1000, seed: seeded.seed })
      .map(({ base, ours, theirs }) => mergeOrder(base, ours, theirs, none))
    const share = (holds: (merged: MergedOrder) => boolean): number => merges.filter(holds).length / 1000
    expect(share(({ movedTwice }) => movedTwice.length > 0)).toBeGreaterThan(0.02)
    expect(share(({ bothInserted }) => bothInserted.length > 0)).toBeGreaterThan(0.1)
    expect(share(({ moved }) => moved.ours.size > 0 && moved.theirs.size > 0)).toBeGreaterThan(0.1)
  })
})

const none = (): boolean => false

/** Bases of up to a dozen cells, and up to six steps of each side. */
function arbitraryOrders(ours: readonly Kind[], theirs: readonly Kind[]): fc.Arbitrary<Orders> {
  const script = (kinds: readonly Kind[]) =>
    fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(60), fc.nat(60)), { maxLength: 6, size: "max" })
  return fc
    .tuple(fc.oneof(fc.nat(12), fc.integer({ min: 6, max: 12 })), script(ours), script(theirs))
    .map(([size, ofOurs, ofTheirs]) => {
      const base = Array.from({ length: size }, (_, i) => i)
      return { base, ours: apply(base, ofOurs, 100), theirs: apply(base, ofTheirs, 200) }
    })
}

type Step = readonly [kind: Kind, at: number, to: number]

/** Inserted cells are numbered from `own`, those that both sides may insert from 300. */
function apply(base: readonly number[], script: readonly Step[], own: number): readonly number[] {
  return script.reduce((keys, step, i) => applyStep(keys, step, own + i), base)
}

function applyStep(keys: readonly number[], [kind, at, to]: Step, added: number): readonly number[] {
  const place = at % (keys.length + 1)
  switch (kind) {
    case "insert":
      return keys.toSpliced(place, 0, added)
    case "insert-shared":
      return keys.includes(300 + (to % 4)) ? keys : keys.toSpliced(place, 0, 300 + (to % 4))
    case "delete":
      return keys.toSpliced(place, 1)
    case "move": {
      const [key] = keys.slice(place, place + 1)
      const rest = keys.toSpliced(place, 1)
      return key === undefined ? keys : rest.toSpliced(to % (rest.length + 1), 0, key)
    }
  }
}

function sorted(keys: readonly number[]): readonly number[] {
  return keys.toSorted((x, y) => x - y)
}

/** What the merge had to choose, whichever side is called ours. A cell that was put at one of two places may make
 *  a run there, and none at the other. */
function notesOf({ movedTwice, insertedTwice, reordered, bothInserted }: MergedOrder): readonly string[] {
  const places = [
    ...sorted(movedTwice).map((key) => `moved twice ${key}`),
    ...sorted(insertedTwice).map((key) => `inserted twice ${key}`),
  ]
  if (places.length > 0) return places
  const both = bothInserted.map(({ ours, theirs }) => `both inserted ${sorted([...ours, ...theirs]).join()}`)
  return [...sorted(reordered).map((key) => `reordered ${key}`), ...both.sort()]
}
