import { describe, expect, test } from "vitest"
import { codeCell, mergeOf, ran, textCell } from "../../support/three.js"

const TITLE = textCell("# Title")
const FIRST = ["prices = flats.price", "prices = prices[prices > 0]", "prices = prices / 1000"]
const SECOND = ["areas = flats.area", "areas = areas[areas > 10]", "areas = areas.round()"]
const WHOLE = [...FIRST, ...SECOND].join("\n")
const [FIRST_TEXT, SECOND_TEXT] = [FIRST.join("\n"), SECOND.join("\n")]

const base = [TITLE, codeCell(WHOLE)]
const split = [TITLE, codeCell(FIRST_TEXT), codeCell(SECOND_TEXT)]

/** The edited whole against the split, either way round. */
function bothWays(edited: readonly object[]) {
  return [mergeOf(base, split, edited), mergeOf(base, edited, split)].map(({ sources, decisions }) => ({
    sources: sources.slice(1),
    decisions,
  }))
}

describe("a cell that one side split and the other edited", () => {
  test.each([
    ["in the first piece", WHOLE.replace("> 0", "> 1"), [FIRST_TEXT.replace("> 0", "> 1"), SECOND_TEXT], 1],
    [
      "in the second piece",
      WHOLE.replace("> 10", "> 12"),
      [FIRST_TEXT, SECOND_TEXT.replace("> 10", "> 12")],
      1,
    ],
    [
      "in both",
      WHOLE.replace("> 0", "> 1").replace("round()", "round(1)"),
      [FIRST_TEXT.replace("> 0", "> 1"), SECOND_TEXT.replace("round()", "round(1)")],
      2,
    ],
    ["by lines at its end", `${WHOLE}\nareas.hist()`, [FIRST_TEXT, `${SECOND_TEXT}\nareas.hist()`], 1],
    ["by lines at its top", `import pandas\n${WHOLE}`, [`import pandas\n${FIRST_TEXT}`, SECOND_TEXT], 1],
  ])("%s: the edit goes to the piece", (_, edited, sources, pieces) => {
    for (const merge of bothWays([TITLE, codeCell(edited)]))
      expect(merge).toEqual({ sources, decisions: Array(pieces).fill("split-edited") })
  })

  test("across the cut: a conflict in each piece that it touches, and no line lost", () => {
    const edited = WHOLE.replace(
      `${FIRST[2]}\n${SECOND[0]}`,
      "prices, areas = prices / 1000, flats.area.dropna()",
    )
    for (const { sources, decisions } of bothWays([TITLE, codeCell(edited)])) {
      expect(decisions).toEqual(["split-spanned", "split-spanned"])
      expect(sources.join("\n")).toContain("<<<<<<< ours")
      for (const line of [...WHOLE.split("\n"), ...edited.split("\n")])
        expect(sources.join("\n")).toContain(line)
    }
  })

  test("by running it again alone: the split is taken", () => {
    for (const merge of bothWays([TITLE, codeCell(WHOLE, ran("x", 3))]))
      expect(merge.sources).toEqual([FIRST_TEXT, SECOND_TEXT])
  })

  test("and that the other side deleted: the pieces are not lost", () => {
    for (const merge of [mergeOf(base, split, [TITLE]), mergeOf(base, [TITLE], split)]) {
      expect(merge.sources.join("\n")).toContain(FIRST[0])
      expect(merge.sources.join("\n")).toContain(SECOND[0])
    }
  })
})

test("a cell that both split at one line is split once", () => {
  expect(mergeOf(base, split, split).sources).toHaveLength(3)
  const edited = [TITLE, codeCell(FIRST_TEXT.replace("> 0", "> 1")), codeCell(SECOND_TEXT)]
  expect(mergeOf(base, split, edited).sources.slice(1)).toEqual([
    FIRST_TEXT.replace("> 0", "> 1"),
    SECOND_TEXT,
  ])
})

describe("cells that one side joined and the other edited", () => {
  test.each([
    ["one of them", [FIRST_TEXT, SECOND_TEXT.replace("> 10", "> 12")], WHOLE.replace("> 10", "> 12")],
    [
      "both",
      [FIRST_TEXT.replace("> 0", "> 1"), SECOND_TEXT.replace("> 10", "> 12")],
      WHOLE.replace("> 0", "> 1").replace("> 10", "> 12"),
    ],
  ])("%s: the edit is merged into the whole", (_, pieces, whole) => {
    const edited = [TITLE, ...pieces.map((source) => codeCell(source))]
    for (const { sources, decisions } of [mergeOf(split, base, edited), mergeOf(split, edited, base)]) {
      expect(sources.slice(1)).toEqual([whole])
      expect(decisions).toContain("joined-edited")
    }
  })
})

const picture = (name: string, content: string) => ({ [name]: { "image/png": content } })
const attachmentsIn = (merge: ReturnType<typeof mergeOf>) =>
  (merge.json.cells as { attachments?: object }[]).map(({ attachments }) => attachments)

/** The merge with the sides either way round. */
const eitherWay = (from: readonly object[], one: readonly object[], other: readonly object[]) => [
  mergeOf(from, one, other),
  mergeOf(from, other, one),
]

describe("with the whole of two text cells", () => {
  const [a, b] = ["# Prices\nin thousands", "# Areas\nin square metres"]
  const apart = [textCell(a), textCell(b)]
  const whole = [textCell(`${a}\n\n${b}`)]

  test("goes a picture that the other side put into one of them", () => {
    const edited = [
      textCell(a),
      textCell(`${b}\n![x](attachment:x.png)`, { attachments: picture("x.png", "AAAA") }),
    ]
    for (const merge of eitherWay(apart, whole, edited)) {
      expect(merge.sources).toEqual([`${a}\n\n${b}\n![x](attachment:x.png)`])
      expect(attachmentsIn(merge)).toEqual([picture("x.png", "AAAA")])
    }
  })

  test("go two pictures of one name, under two", () => {
    const shown = (text: string) => `${text}\n![x](attachment:image.png)`
    const edited = ["AAAA", "BBBB"].map((content, i) =>
      textCell(shown([a, b][i]!), { attachments: picture("image.png", content) }),
    )
    for (const merge of eitherWay(apart, whole, edited)) {
      expect(merge.sources).toEqual([`${shown(a)}\n\n${b}\n![x](attachment:image-2.png)`])
      expect(attachmentsIn(merge)).toEqual([
        { ...picture("image.png", "AAAA"), ...picture("image-2.png", "BBBB") },
      ])
    }
  })

  test("go tags and other metadata that the other side gave to one of them", () => {
    const edited = [
      textCell(a, { metadata: { tags: ["x"] } }),
      textCell(b, { metadata: { tags: ["y"], name: "areas" } }),
    ]
    for (const merge of eitherWay(apart, whole, edited))
      expect((merge.json.cells as object[])[0]).toMatchObject({
        metadata: { tags: expect.arrayContaining(["x", "y"]), name: "areas" },
      })
  })

  test("the lines of one that the other side deleted go", () => {
    for (const merge of eitherWay(apart, whole, [textCell(a)])) {
      expect(merge.sources).toEqual([a])
      expect(merge.decisions).toEqual(["joined-edited"])
    }
  })

  test("the other side's new type of one of them is left for a person", () => {
    for (const merge of eitherWay(apart, whole, [textCell(a), codeCell(b)])) {
      expect(merge.decisions).toContain("type")
      expect(merge.cells.map(({ type, source }) => [type, source])).toEqual([["markdown", `${a}\n\n${b}`]])
    }
  })
})

test("a joined cell shows no output of a part of it", () => {
  const apart = [codeCell("a = 1\nb = 1", ran("a", 1)), codeCell("c = 1\nd = 1", ran("c", 2))]
  const joined = [codeCell("a = 1\nb = 1\nc = 1\nd = 1")]
  const edited = [codeCell("a = 1\nb = 2", ran("a again", 3)), apart[1]!]
  for (const merge of eitherWay(apart, joined, edited)) {
    expect(merge.sources).toEqual(["a = 1\nb = 2\nc = 1\nd = 1"])
    expect(merge.cells[0]!.outputs).toEqual([])
    expect(merge.decisions).toEqual(["joined-edited", "outputs-cleared"])
  }
})

describe("the pieces of a cell that one side split", () => {
  const [a, b] = ["# Prices\nin thousands", "# Areas\nin square metres"]
  const whole = [TITLE, textCell(`${a}\n${b}`), codeCell("end()")]
  const pieces = [TITLE, textCell(a), textCell(b), codeCell("end()")]

  test.each([
    ["first", `${a}\n![x](attachment:x.png)\n${b}`, 1],
    ["second", `${a}\n${b}\n![x](attachment:x.png)`, 2],
  ])("have the other side's picture where it is shown: in the %s", (_, source, at) => {
    const edited = [TITLE, textCell(source, { attachments: picture("x.png", "AAAA") }), whole[2]!]
    for (const merge of eitherWay(whole, pieces, edited)) {
      expect(merge.sources[at]).toContain("attachment:x.png")
      expect(attachmentsIn(merge).map((files) => files !== undefined)).toEqual(
        [0, 1, 2, 3].map((i) => i === at),
      )
    }
  })

  test("are all of the type that the other side gave to the cell", () => {
    const edited = [TITLE, codeCell(`${a}\n${b}`), whole[2]!]
    for (const { cells } of eitherWay(whole, pieces, edited))
      expect(cells.map(({ type }) => type)).toEqual(["markdown", "code", "code", "code"])
  })

  test("go together where the other side moved the cell, and nothing comes between them", () => {
    for (const { sources } of eitherWay(whole, pieces, [whole[1]!, TITLE, whole[2]!]))
      expect(sources).toEqual([a, b, "# Title", "end()"])
    for (const { sources } of eitherWay(whole, pieces, [TITLE, whole[1]!, codeCell("new()"), whole[2]!]))
      expect(sources).toEqual(["# Title", a, b, "new()", "end()"])
  })

  test("are each in conflict where the other side deleted the cell", () => {
    for (const { decisions, sources } of eitherWay(whole, pieces, [TITLE, whole[2]!])) {
      expect(decisions).toEqual(["edited-deleted", "edited-deleted"])
      expect(sources.filter((source) => source.includes("<<<<<<< "))).toHaveLength(2)
    }
  })

  test("are those of one side where both split it elsewhere, which is said", () => {
    const other = [
      TITLE,
      textCell("# Prices"),
      textCell(`in thousands\n${b}`, { metadata: { tags: ["x"] } }),
      whole[2]!,
    ]
    for (const { decisions, sources, json } of eitherWay(whole, pieces, other)) {
      expect(decisions).toContain("split-twice")
      expect(sources.join("\n")).toBe(`# Title\n${a}\n${b}\nend()`)
      expect(JSON.stringify(json)).toContain('"tags":["x"]')
    }
  })
})

test("a picture that one side deleted and a new line of the other points at stays", () => {
  const attachments = picture("x.png", "AAAA")
  const cell = textCell("one\n![x](attachment:x.png)\ntwo\nthree", { attachments })
  const deleted = textCell("one\ntwo\nthree")
  const used = textCell("one\n![x](attachment:x.png)\ntwo\nthree\n![again](attachment:x.png)", {
    attachments,
  })
  for (const merge of eitherWay([cell], [deleted], [used])) {
    expect(merge.sources).toEqual(["one\ntwo\nthree\n![again](attachment:x.png)"])
    expect(attachmentsIn(merge)).toEqual([attachments])
    expect(merge.decisions).toEqual(["attachment-kept"])
  }
})

describe("a cell that one side split and the other joined with the next", () => {
  const [one, two, three] = ["first(1)\nfirst(2)", "second(1)\nsecond(2)", "third(1)\nthird(2)"]
  const apart = [codeCell(`${one}\n${two}`), codeCell(three)]

  test("keeps its lines before those of the next", () => {
    const joined = [codeCell(`${one}\n${two}\n${three}`)]
    const divided = [codeCell(one), codeCell(two), codeCell(three)]
    for (const { sources } of eitherWay(apart, joined, divided))
      expect(sources.join("\n")).toBe([one, two, three].join("\n"))
  })
})

test("a picture of a joined cell and a new one of the same name in another are both kept", () => {
  const [a, b] = ["# Prices\nin thousands", "# Areas\n![x](attachment:image.png)"]
  const old = { attachments: picture("image.png", "KKKK") }
  const base = [textCell(a), textCell(b, old)]
  const joined = [textCell(`${a}\n\n${b}`, old)]
  const edited = [
    textCell(`${a}\n![new](attachment:image.png)`, { attachments: picture("image.png", "NNNN") }),
    textCell(b, old),
  ]
  for (const merge of eitherWay(base, joined, edited)) {
    expect(attachmentsIn(merge)).toEqual([
      { ...picture("image.png", "KKKK"), ...picture("image-2.png", "NNNN") },
    ])
    expect(merge.sources).toEqual([`${a}\n![new](attachment:image-2.png)\n\n${b}`])
  }
})

test("resolved for the base, a split cell that the other side deleted has the base's text and stays divided", () => {
  const whole = [TITLE, textCell("# A\none\n# B\ntwo", { id: "x" }), textCell("end", { id: "y" })].map(
    (cell, i) => ({
      id: `c${i}`,
      ...cell,
    }),
  )
  const split = [
    whole[0]!,
    { ...whole[1]!, source: "# A\none" },
    { ...whole[1]!, id: "z", source: "# B\ntwo" },
    whole[2]!,
  ]
  const { sources } = mergeOf(whole, split, [whole[0]!, whole[2]!], { resolve: () => "base" })
  expect(sources).toEqual(["# Title", "# A\none", "# B\ntwo", "end"])
})
