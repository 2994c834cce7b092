import { describe, expect, it } from "vitest"
import { mergeOf, notebookFile } from "../../support/three.js"

/** The merged notebook without its cells, and what was decided. */
function merged(base: object, ours: object, theirs: object, policy: Parameters<typeof mergeOf>[3] = {}) {
  const [b, o, t] = [base, ours, theirs].map((more) => notebookFile([], more))
  const { json, decisions } = mergeOf(b!, o!, t!, policy)
  const { cells, ...fields } = json
  return { fields, decisions }
}

const fields = (more: object) => ({ metadata: {}, nbformat: 4, nbformat_minor: 4, ...more })

describe("the notebook's own fields", () => {
  it("merge by key, and the keys that nbformat does not know too", () => {
    expect(merged({ x: { a: 1, b: 1 } }, { x: { a: 2, b: 1 } }, { x: { a: 1, b: 2 }, y: 3 })).toEqual({
      fields: fields({ x: { a: 2, b: 2 }, y: 3 }),
      decisions: [],
    })
  })

  it("set two ways keep ours, with the three values in the metadata", () => {
    expect(merged({ x: 1 }, { x: 2 }, { x: 3 })).toEqual({
      fields: fields({
        x: 2,
        metadata: { "nbdiff-conflict": [{ path: ["x"], base: 1, ours: 2, theirs: 3 }] },
      }),
      decisions: ["field"],
    })
    const title = (text: string) => ({ metadata: { title: text } })
    const record = { path: ["metadata", "title"], base: "a", ours: "b", theirs: "c" }
    expect(merged(title("a"), title("b"), title("c"))).toEqual({
      fields: fields({ metadata: { "nbdiff-conflict": [record], title: "b" } }),
      decisions: ["metadata"],
    })
  })

  it("set two ways take the side that a setting names", () => {
    const preferred = (scope: string, path: readonly string[]) =>
      scope === "notebook" && path.join() === "metadata,title" ? "theirs" : undefined
    expect(
      merged({ metadata: {} }, { metadata: { title: "b" } }, { metadata: { title: "c" } }, { preferred }),
    ).toEqual({
      fields: fields({ metadata: { title: "c" } }),
      decisions: ["metadata-policy"],
    })
  })

  it("hold one kernel, whole", () => {
    const kernel = (name: string, display: string) => ({
      metadata: { kernelspec: { name, display_name: display } },
    })
    expect(merged(kernel("a", "A"), kernel("b", "A"), kernel("a", "C"))).toEqual({
      fields: fields(kernel("b", "A")),
      decisions: ["metadata-whole"],
    })
    expect(merged(kernel("a", "A"), kernel("a", "A"), kernel("c", "C")).fields).toEqual(
      fields(kernel("c", "C")),
    )
  })
})

describe("the minor version", () => {
  it.each([
    [4, 4, 2, 2],
    [2, 4, 2, 4],
    [2, 3, 4, 4],
    [4, 4, 4, 4],
  ])("of %d, %d and %d is %d", (base, ours, theirs, expected) => {
    const minor = (nbformat_minor: number) => ({ nbformat_minor })
    expect(merged(minor(base), minor(ours), minor(theirs)).fields.nbformat_minor).toBe(expected)
  })
})
