import { describe, expect, test } from "vitest"
import { walkConflicts } from "../../../src/cli/resolve/resolve-walk.js"
import { DEFAULT_POLICY } from "../../../src/merge/decisions/policy.js"
import { mergeFiles } from "../../../src/merge/merge-files.js"
import { conflictedNotebook, resolveNotebook } from "../../../src/merge/resolve/resolve.js"
import { parseNotebook } from "../../../src/notebook/model.js"
import { notebookText } from "../../support/notebook-text.js"

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const files = {
  base: encode(notebookText("a = 1", "b = 1", "c = 1")),
  ours: encode(notebookText("a = 2", "b = 2\x1b[2J", "c = 2")),
  theirs: encode(notebookText("a = 3", "b = 3", "c = 3")),
}

/** Walks with these answers; says what was shown and what the sources are then. */
async function walk(answers: readonly (string | undefined)[], edit?: (text: string) => string | undefined) {
  const { bytes } = mergeFiles(files.base, files.ours, files.theirs)
  const open = conflictedNotebook(bytes, files, DEFAULT_POLICY)
  const left = [...answers]
  let shown = ""
  const choices = await walkConflicts("a.ipynb", open, {
    print: (text) => {
      shown += text
    },
    ask: (prompt) => {
      shown += prompt
      return Promise.resolve(left.shift())
    },
    edit: (text) => Promise.resolve(edit?.(text)),
  })
  const sources = parseNotebook(resolveNotebook(open, choices)).cells.map(({ source }) => source)
  return { shown, sources, unasked: left.length }
}

const plain = (text: string): string => text.replace(/\x1b\[[\d;]*m/g, "")

const open = (n: string): string => `<<<<<<< ours\n${n} = 2\n=======\n${n} = 3\n>>>>>>> theirs`

describe("the walk through conflicts", () => {
  test("shows both versions and takes an answer for each", async () => {
    const { shown, sources } = await walk(["o", "t", "u"])
    expect(sources).toEqual(["a = 2", "b = 3", "c = 2\nc = 3"])
    expect(shown).toContain("a.ipynb   cell 1 · code · a = 2: source, 2 ↔ 3 (1 of 3)")
    expect(plain(shown)).toContain("    │ a = 2\n")
    expect(plain(shown)).toContain("    │ a = 3\n")
    expect(shown).toContain("[o]urs [t]heirs [b]ase [u]nion [e]dit [s]kip [z] undo [q]uit ? ")
  })

  test("shows no control character of a notebook", async () => {
    const { shown } = await walk(["s", "s", "s"])
    expect(plain(shown)).toContain("b = 2^[[2J")
    expect(plain(shown)).not.toContain("\x1b")
  })

  test("undoes the last answer", async () => {
    const { sources } = await walk(["o", "o", "z", "t", "b"])
    expect(sources).toEqual(["a = 2", "b = 3", "c = 1"])
    expect((await walk(["z", "t", "t", "t"])).sources).toEqual(["a = 3", "b = 3", "c = 3"])
  })

  test("undoes the last of all, and writes when it is told to", async () => {
    const { shown, sources, unasked } = await walk(["o", "t", "o", "undo", "theirs", ""])
    expect({ sources, unasked }).toEqual({ sources: ["a = 2", "b = 3", "c = 3"], unasked: 0 })
    expect(shown).toContain("write a.ipynb? [Y,n,z] ")
    expect((await walk(["o", "t", "o", "z", "t", "?", "yes"])).sources[2]).toBe("c = 3")
  })

  test("chooses nothing when it is reported not to write", async () => {
    const { sources } = await walk(["o", "t", "o", "n"])
    expect(sources).toEqual((await walk([])).sources)
    expect(sources[0]).toBe(open("a"))
  })

  test("asks nothing more where nothing was chosen", async () => {
    expect((await walk(["s", "s", "s", "rest"])).unasked).toBe(1)
  })

  test("takes whole words, and no other word for its first letter", async () => {
    const { sources } = await walk(["ours", "undo", "Theirs", "skip", "union", "y"])
    expect([sources[0], sources[2]]).toEqual(["a = 3", "c = 2\nc = 3"])
    expect(sources[1]).toMatch(/^<{7} ours/)
    expect((await walk(["no", "or", "tea", "constructor", "base", "quit"])).sources[0]).toBe("a = 1")
  })

  test("leaves unresolved what is skipped, and keeps what was chosen when it is stopped", async () => {
    expect((await walk(["s", "t", "q"])).sources).toEqual([open("a"), "b = 3", open("c")])
    expect((await walk(["o"])).sources.slice(0, 1)).toEqual(["a = 2"])
  })

  test("takes an edited text, and asks again when the editor fails", async () => {
    expect((await walk(["e", "o", "o"], () => "a = 23")).sources[0]).toBe("a = 23")
    expect((await walk(["e", "t", "q"])).sources[0]).toBe("a = 3")
  })

  test("tells the keys when it does not know one", async () => {
    expect((await walk(["x", "?", "o", "q"])).shown.match(/o {2}ours/g)).toHaveLength(2)
  })
})

describe("what the walk offers", () => {
  const walkOver = async (versions: readonly Uint8Array[], answers: readonly string[]) => {
    const [base, ours, theirs] = versions as [Uint8Array, Uint8Array, Uint8Array]
    const { bytes } = mergeFiles(base, ours, theirs)
    const conflicted = conflictedNotebook(bytes, { base, ours, theirs }, DEFAULT_POLICY)
    const left = [...answers]
    let shown = ""
    const print = (text: string) => {
      shown += text
    }
    const ask = (prompt: string) => {
      print(prompt)
      return Promise.resolve(left.shift())
    }
    const choices = await walkConflicts("a.ipynb", conflicted, {
      print,
      ask,
      edit: () => Promise.resolve(undefined),
    })
    const { cells } = parseNotebook(resolveNotebook(conflicted, choices))
    return { shown: plain(shown), sources: cells.map(({ source }) => source) }
  }

  test("both edits, merged by words and shown first, where they do not overlap", async () => {
    const versions = ["x = f(1, 2)", "x = f(3, 2)", "x = f(1, 4)"].map((text) => encode(notebookText(text)))
    const { shown, sources } = await walkOver(versions, ["m"])
    expect(shown).toContain("both edits (merged by words; check it)\n    │ x = f(3, 4)\n")
    expect(shown).toContain("[m]erged words")
    expect(sources).toEqual(["x = f(3, 4)"])
  })

  test("one answer for a run of cells that one side deleted", async () => {
    const texts = ["a = 1", "b = load(1)", "c = load(1)", "d = load(1)", "e = 1"]
    const edited = texts.map((text) => text.replace("load(1)", "load(2)"))
    const versions = [texts, edited, ["a = 1", "e = 1"]].map((cells) => encode(notebookText(...cells)))
    const { shown, sources } = await walkOver(versions, ["t", "y"])
    expect(shown).toContain("the same for the next 2 cells that theirs deleted? [y,N] ")
    expect(sources).toEqual(["a = 1", "e = 1"])
    expect((await walkOver(versions, ["t", "n", "o", "n", "o"])).sources).toEqual([
      "a = 1",
      "c = load(2)",
      "d = load(2)",
      "e = 1",
    ])
  })
})
