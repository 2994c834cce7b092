import { expect, test } from "vitest"
import { mergeRenderer } from "../../../src/html/merge/merge-parts.js"
import { DEFAULT_POLICY } from "../../../src/merge/decisions/policy.js"
import { mergeFiles } from "../../../src/merge/merge-files.js"
import { type ConflictedNotebook, conflictedNotebook } from "../../../src/merge/resolve/resolve.js"
import type { Action } from "../../../src/merge/rework/action.js"
import { conflictingNotebook } from "../../support/conflict.js"

function conflicted(change: (text: string) => string = (text) => text): ConflictedNotebook {
  const [base, ours, theirs] = (["base", "ours", "theirs"] as const).map((side) =>
    Buffer.from(change(conflictingNotebook(side))),
  )
  const files = { base: base as Buffer, ours: ours as Buffer, theirs: theirs as Buffer }
  return conflictedNotebook(mergeFiles(files.base, files.ours, files.theirs).bytes, files, DEFAULT_POLICY)
}

function shown(notebook: ConflictedNotebook, ...actions: readonly Action[]): string {
  const { parts } = mergeRenderer(notebook, "a.ipynb")(actions)
  return parts.map(({ html }) => html).join("\n")
}

const count = (text: string, part: string): number => text.split(part).length - 1

test("each place has its versions with a button each, the base too where markers leave it out", () => {
  const page = shown(conflicted())
  expect(count(page, 'class="place open"')).toBe(4)
  expect(count(page, 'data-take="ours"')).toBe(4)
  expect(count(page, 'data-take="base"')).toBe(4)
  expect(page).toContain("Theirs deleted this cell")
  expect(page).not.toContain("&lt;&lt;&lt;&lt;&lt;&lt;&lt;")
})

test("cells that nobody has to look at are folded, with their headings", () => {
  const page = shown(conflicted())
  expect(page).toContain("2 cells merged without a question</b><span>Title</span>")
})

test("a chosen place is one strip, and a resolved cell shows what it will be", () => {
  const notebook = conflicted()
  const page = shown(notebook, { kind: "choose", conflict: 0, place: 0, take: "base" })
  expect(page).toContain("As it was before")
  expect(page).not.toContain("the cell as it will be")
  const whole = shown(notebook, { kind: "choose", conflict: 0, place: null, take: "ours" })
  expect(count(whole, "<b>Ours taken</b>")).toBe(2)
  expect(whole).toContain("the cell as it will be, 1 output")
})

test("places put back one by one are what putting back the whole cell is", () => {
  const notebook = conflicted()
  const page = shown(
    notebook,
    { kind: "choose", conflict: 0, place: 0, take: "base" },
    { kind: "choose", conflict: 0, place: 1, take: "ours" },
  )
  expect(page).toContain('x = <i class="n">1</i>\n\n\n')
  expect(mergeRenderer(notebook, "a")([{ kind: "choose-all", take: "base" }])).toMatchObject({ resolved: 4 })
})

test("deleted, edited and taken cells say so and can be restored", () => {
  const notebook = conflicted()
  expect(shown(notebook, { kind: "delete-cell", cell: 1 })).toContain("Deleted by you")
  expect(shown(notebook, { kind: "edit-cell", cell: 1, source: "mine = 1" })).toContain("Written by you")
  expect(shown(notebook, { kind: "take-cell", cell: 2, side: "theirs" })).toContain("Taken whole from theirs")
})

test("the outline lists every conflict with its state, and the order is that of the cells", () => {
  const notebook = conflicted()
  const render = mergeRenderer(notebook, "a.ipynb")
  expect(count(render([]).outline, 'class="open"')).toBe(3)
  const one = render([{ kind: "choose", conflict: 2, place: 0, take: "theirs" }])
  expect(count(one.outline, 'class="set"')).toBe(1)
  expect(render([{ kind: "move-cell", cell: 0, before: null }]).order).toEqual([1, 2, 3, 4, 5, 6, 0])
})

test("nothing of a notebook is markup of the page", () => {
  const evil = "<img src=x onerror=alert(1)>"
  const page = shown(conflicted((text) => text.replaceAll("print(x)", `'''${evil}'''`)))
  expect(page).not.toContain(evil)
  expect(page).toContain("&lt;img src")
})
