import fc from "fast-check"
import type { CellSketch, NotebookSketch } from "./arbitrary-notebook.js"
import { type Json, type Members, members } from "./json-spelling.js"

/** The notebook as another person's machine leaves it when nothing was edited: other counts, times, folds, kernel
 *  versions, and no output changed. `alike`: also another name for the same kernel. */
export function arbitraryRerun(sketch: NotebookSketch, equivalent: boolean): fc.Arbitrary<NotebookSketch> {
  return fc
    .tuple(
      notebookChanges,
      fc.constantFrom("3.9.1", "3.13.0", undefined),
      fc.constantFrom("conda", "Python 3"),
      fc.array(cellChange, { minLength: sketch.cells.length, maxLength: sketch.cells.length }),
    )
    .map(([fields, version, name, changes]) => ({
      ...sketch,
      metadata: withNames(withFields(sketch.metadata, fields), version, equivalent ? name : undefined),
      cells: sketch.cells.map((cell, i) => rerunCell(cell, changes[i]!)),
    }))
}

interface CellChange {
  readonly fields: { readonly [key: string]: Json | undefined }
  /** Objects and lists that hold nothing to keep: they come where there is none. */
  readonly wholes: { readonly [key: string]: Json | undefined }
  readonly count: Json
}

const maybe = (value: Json): fc.Arbitrary<Json | undefined> => fc.constantFrom(value, undefined)

const cellChange: fc.Arbitrary<CellChange> = fc.record({
  fields: fc.record({
    collapsed: maybe(true),
    scrolled: maybe(false),
    ExecuteTime: maybe(members({ start_time: "2025-05-05" })),
    executionInfo: maybe(members({ user: members({ displayName: "B Person" }) })),
    execution_start: maybe(1700000000),
  }),
  wholes: fc.record({
    jupyter: maybe(members({ outputs_hidden: true })),
    papermill: maybe(members({ status: "completed" })),
    colab: maybe(members({})),
    tags: maybe([]),
  }),
  count: fc.constantFrom(null, 1, 99),
})

const notebookChanges = fc.record({
  signature: maybe("sha256:1"),
  toc: maybe(members({ base_numbering: 1 })),
  varInspector: maybe(members({})),
})

/** Fields set, or removed where the new value is undefined. */
function withFields(old: Members, fields: { readonly [key: string]: Json | undefined }): Members {
  const kept = old.members.filter(([key]) => !Object.hasOwn(fields, key))
  return { members: [...kept, ...members(fields).members] }
}

function withNew(old: Members, fields: { readonly [key: string]: Json | undefined }): Members {
  const added = members(fields).members.filter(([key]) => !old.members.some(([name]) => name === key))
  return { members: [...old.members, ...added] }
}

function withNames(
  { members: old }: Members,
  version: string | undefined,
  name: string | undefined,
): Members {
  return {
    members: old.map(([key, value]) => {
      if (key === "language_info") return [key, withFields(value as Members, { version })]
      if (key === "kernelspec" && name !== undefined)
        return [key, withFields(value as Members, { display_name: name })]
      return [key, value]
    }),
  }
}

function rerunCell(cell: CellSketch, { fields, wholes, count }: CellChange): CellSketch {
  return {
    ...cell,
    metadata: withNew(withFields(cell.metadata, fields), wholes),
    executionCount: cell.executionCount === undefined ? undefined : count,
    outputs: cell.outputs?.map(({ members: old }) => ({
      members: old.map(([key, value]) => [key, key === "execution_count" ? count : value] as const),
    })),
  }
}
