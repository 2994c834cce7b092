import { itemsOf, memberOf, startOf } from "../../notebook/json/json-value.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"
import type { Notebook } from "../../notebook/model.js"
import { upgradeNotebook } from "../../notebook/upgrade.js"

/** The three versions of a merge. `base` is undefined where both sides added the notebook. */
export interface Sides {
  readonly base: Notebook | undefined
  readonly ours: Notebook
  readonly theirs: Notebook
}

/** The versions in one major: as they are when they agree, else the older ones upgraded in memory.
 *  @throws NotebookError `unsupported` for a v1 notebook among others, or for several worksheets. */
export function toOneMajor({ base, ours, theirs }: Sides): {
  readonly sides: Sides
  readonly upgraded: boolean
} {
  const all = [base, ours, theirs].flatMap((notebook) => notebook ?? [])
  for (const notebook of all) checkMergeable(notebook)
  const upgraded = all.some(({ major }) => major !== ours.major)
  if (!upgraded) return { sides: { base, ours, theirs }, upgraded }
  return {
    sides: {
      base: base && upgradeNotebook(base),
      ours: upgradeNotebook(ours),
      theirs: upgradeNotebook(theirs),
    },
    upgraded,
  }
}

function checkMergeable({ root, major }: Notebook): void {
  const worksheets = memberOf(root, "worksheets")
  if (major > 1 && (worksheets === undefined || itemsOf(worksheets).length === 1)) return
  const what = major === 1 ? "nbformat 1" : "a notebook of several worksheets"
  throw new NotebookError("unsupported", `${what} is not merged cell by cell`, root.text.bytes, startOf(root))
}
