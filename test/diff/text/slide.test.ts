import { describe, expect, test } from "vitest"
import { diffSequences } from "../../../src/diff/text/sequence.js"
import { latest, type Placement, slideHunks } from "../../../src/diff/text/slide.js"

const stay: Placement = () => 0
const earliest: Placement = ({ up }) => -up

function slid(a: string, b: string, place: Placement): readonly string[] {
  const hunks = slideHunks(diffSequences([...a], [...b]), [...a], [...b], place)
  return hunks.map((h) => `${h.fromA}-${h.toA} ${h.fromB}-${h.toB}`)
}

describe("slideHunks", () => {
  test("puts an insertion and a deletion where they are wanted", () => {
    expect(slid("axxb", "axxxb", latest)).toEqual(["3-3 3-4"])
    expect(slid("axxb", "axxxb", earliest)).toEqual(["1-1 1-2"])
    expect(slid("axxxb", "axxb", earliest)).toEqual(["1-2 1-1"])
  })

  test("says on which side it may move, and how far", () => {
    const asked: unknown[] = []
    const place: Placement = (hunk) => {
      asked.push(hunk)
      return 0
    }
    slid("xyxyz", "xyxyxyz", place)
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ side: "b" })
    const { from, to, up, down } = asked[0] as { from: number; to: number; up: number; down: number }
    expect([to - from, from - up, from + down]).toEqual([2, 0, 4])
  })

  test("leaves a replacement, and what cannot move, where it is", () => {
    expect(slid("abc", "axc", earliest)).toEqual(["1-2 1-2"])
    expect(slid("ab", "axb", earliest)).toEqual(["1-1 1-2"])
  })

  test("makes one hunk with the neighbor that it can reach, above or below", () => {
    expect(slid("xwz", "wzzx", stay)).toEqual(["0-1 0-0", "3-3 2-4"])
    expect(slid("xyz", "yyz", stay)).toEqual(["0-1 0-1"])
    expect(slid("axbxc", "axdxc", earliest)).toEqual(["2-3 2-3"])
  })
})
