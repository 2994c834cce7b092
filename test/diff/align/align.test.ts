import { describe, expect, it } from "vitest"
import { align } from "../../../src/diff/align/align.js"
import { aligned, cells } from "../../support/cells.js"

describe("without ids", () => {
  it("finds cells that were inserted, deleted and edited", () => {
    expect(aligned("a b c d", "a x b' d")).toBe("a b>b' -c d +x")
  })

  it("pairs nothing with nothing", () => {
    expect(aligned("", "")).toBe("")
    expect(aligned("a", "")).toBe("-a")
    expect(aligned("", "a")).toBe("+a")
  })

  it("finds a cell that moved, and one that moved and was edited", () => {
    expect(aligned("a b c d", "b c d a")).toBe("~a b c d")
    expect(aligned("a b c d", "b c d a'")).toBe("~a>a' b c d")
  })

  it("moves the fewer and the shorter", () => {
    expect(aligned("a b c d e f", "d e f c a b")).toBe("~a ~b ~c d e f")
    expect(aligned("a b =a_longer_heading", "=a_longer_heading a b")).toBe("a b ~=a_longer_heading")
  })

  it("moves a run with the short cells inside it", () => {
    expect(aligned("a =plt.show() b c d e f", "d e f a =plt.show() b c")).toBe("a =plt.show() b c ~d ~e ~f")
  })

  it("takes two cells that changed places for moved, not for edited", () => {
    expect(aligned("a b c", "a c b")).toMatch(/^a (~b c|b ~c)$/)
  })

  it("does not move a short cell across others", () => {
    expect(aligned("=plt.show() a b c", "a b c =plt.show()")).toBe("-=plt.show() a b c +=plt.show()")
  })

  it("pairs a rewritten cell with what is in its place", () => {
    expect(aligned("a b c", "a x c")).toBe("a b>x c")
    expect(aligned("a b m:d c", "a x m:y c")).toBe("a b>x m:d>m:y c")
  })

  it("leaves a gap unpaired whose sides differ in shape", () => {
    expect(aligned("a b c", "a x y c")).toBe("a -b c +x +y")
    expect(aligned("a b c", "a m:x c")).toBe("a -b c +m:x")
  })

  it("follows a cell whose type changed", () => {
    expect(aligned("a b c", "a m:b c")).toBe("a b>m:b c")
    expect(aligned("a b c", "a m:b' c")).toBe("a b>m:b' c")
  })

  it("leaves a cell for one elsewhere that is clearly more like it", () => {
    expect(align(cells("a k b"), cells("a k1+x+y+z b k' c k''")).toB).toEqual([0, 3, 2])
  })

  it("takes a heading that is inside a long cell elsewhere for no move", () => {
    expect(
      aligned("=install(the,notebook,from,source) a b", "a b x+=install(the,notebook,from,source)"),
    ).toBe("-=install(the,notebook,from,source) a b +x+=install(the,notebook,from,source)")
  })

  it("prefers the copy that is among the same neighbors", () => {
    const { toB } = align(cells("a k b c k d"), cells("a k b k' c k d"))
    expect(toB).toEqual([0, 1, 2, 4, 5, 6])
  })

  it("tells an edited cell from its near double by the neighbors", () => {
    const { toB } = align(cells("a k' b c k'' d"), cells("a k b c k d"))
    expect(toB).toEqual([0, 1, 2, 3, 4, 5])
  })
})

describe("duplicates", () => {
  it("pairs in order what is equal all along", () => {
    const { toB, moved } = align(cells("k k k"), cells("k k"))
    expect(toB.filter((j) => j >= 0)).toEqual([0, 1])
    expect(moved.size).toBe(0)
  })

  it("pairs them by their neighbors", () => {
    const { toB } = align(cells("a k b k c k d"), cells("a k b x c k d"))
    expect(toB).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(align(cells("a k b k c"), cells("k c a k b")).toB).toEqual([2, 3, 4, 0, 1])
  })

  it("pairs those that are beside each other, though others are a little more alike", () => {
    expect(align(cells("a k m b"), cells("a z k' x k'+=more() m' y m' w b")).toB).toEqual([0, 4, 5, 9])
  })

  it("keeps blank cells where they are", () => {
    const { toB, moved } = align(cells("_ a _ b c _"), cells("a _ b _ c d"))
    expect(toB).toEqual([-1, 0, 1, 2, 4, 5])
    expect(moved.size).toBe(0)
  })

  it("pairs thousands of them", () => {
    const { toB } = align(cells("k ".repeat(3_000)), cells(`${"k ".repeat(1_000)} x ${"k ".repeat(2_000)}`))
    expect(toB.slice(0, 1_000)).toEqual(Array.from({ length: 1_000 }, (_, i) => i))
    expect(toB.slice(1_000)).toEqual(Array.from({ length: 2_000 }, (_, i) => 1_001 + i))
  })
})

describe("ids", () => {
  it("find a cell that was rewritten among others", () => {
    expect(aligned("1#a 2#b 3#c", "1#a 9#x 2#y 3#c")).toBe("1#a 2#b>2#y 3#c +9#x")
  })

  it("find a cell that was blank", () => {
    expect(aligned("1#a 2#_ 3#c", "3#c 2#y 1#a")).toMatch(/2#_>2#y/)
  })

  it("find short cells that moved", () => {
    expect(aligned("1#=plt.show() 2#a 3#b", "2#a 3#b 1#=plt.show()")).toBe("~1#=plt.show() 2#a 3#b")
  })

  it("tell duplicates apart", () => {
    expect(align(cells("1#k 2#k 3#k"), cells("2#k 3#k")).toB).toEqual([-1, 0, 1])
  })

  it("are not proof: a new cell under an old one's id is new", () => {
    expect(aligned("1#a 2#b 3#c 4#d", "2#x 1#a 5#b 3#c 4#d")).toBe("1#a 2#b>5#b 3#c 4#d +2#x")
  })

  it("are not proof: another cell under the id of a deleted one is another cell", () => {
    expect(aligned("1#a 2#b 3#c 4#d", "2#x 1#a 3#c 4#d")).toBe("1#a -2#b 3#c 4#d +2#x")
  })

  it("yield to a source that is unchanged under another id", () => {
    expect(aligned("1#a 2#b 3#c", "1#x 4#a 2#b 3#c")).toBe("1#a>4#a 2#b 3#c +1#x")
  })

  it("count for nothing where a copy carries the same", () => {
    expect(aligned("1#a 2#b 3#c", "1#a 2#b 2#b' 3#c")).toBe("1#a 2#b 3#c +2#b'")
  })

  it("count for nothing where a tool made them again", () => {
    expect(aligned("1#a 2#b 3#c", "7#a 8#b' 9#c")).toBe("1#a>7#a 2#b>8#b' 3#c>9#c")
  })

  it("count for nothing where they number places", () => {
    expect(aligned("0#a 1#b 2#c 3#d 4#e", "0#x 1#a 2#b' 3#c 4#d 5#e")).toBe(
      "0#a>1#a 1#b>2#b' 2#c>3#c 3#d>4#d 4#e>5#e +0#x",
    )
  })

  it("count for nothing where they number places, for cells that are alike either", () => {
    expect(aligned("0#a 1#k 2#k'' 3#c", "0#x 1#a 2#k' 3#k''' 4#c")).toBe(
      "0#a>1#a 1#k>2#k' 2#k''>3#k''' 3#c>4#c +0#x",
    )
  })

  it("may be there on one side only, or on some cells", () => {
    expect(aligned("a b c", "1#a 2#b' 3#c")).toBe("a>1#a b>2#b' c>3#c")
    expect(aligned("1#a b 3#c", "1#x b 3#c 4#d")).toBe("1#a>1#x b 3#c +4#d")
  })

  it.each([
    ["Colab", ["id"]],
    ["Deepnote", ["cell_id"]],
    ["Databricks", ["application/vnd.databricks.v1+cell", "nuid"]],
    ["Azure Data Studio", ["azdata_cell_guid"]],
  ])("of %s count too", (_, path) => {
    expect(aligned("1#a 2#b 3#c", "1#a 9#x 2#y 3#c", path)).toBe("1#a 2#b>2#y 3#c +9#x")
  })
})

describe("splits and joins", () => {
  it("finds a cell that became several", () => {
    const { toB, splits, joins } = align(cells("x a y"), cells("x a1 a2 y"))
    expect(splits).toEqual([{ before: 1, after: [1, 2] }])
    expect(joins).toEqual([])
    expect([1, 2]).toContain(toB[1])
  })

  it("finds several that became one", () => {
    const { joins, splits } = align(cells("x a b c y"), cells("x a+b+c y"))
    expect(joins).toEqual([{ before: [1, 2, 3], after: 1 }])
    expect(splits).toEqual([])
  })

  it("finds a split beside a deleted cell", () => {
    expect(align(cells("x a d y"), cells("x a1 a2 y")).splits).toEqual([{ before: 1, after: [1, 2] }])
  })

  it("takes no cell for a piece that holds mostly other lines", () => {
    expect(align(cells("x a y"), cells("x a1 a2+b+c y")).splits).toEqual([])
  })

  it("takes a cell beside a copy of some of its lines for no split", () => {
    expect(align(cells("x a y"), cells("x a a2 y")).splits).toEqual([])
  })
})
