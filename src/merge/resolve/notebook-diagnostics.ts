import { NotebookError } from "../../notebook/json/notebook-error.js"
import { type Notebook, parseNotebook } from "../../notebook/model.js"
import { validate } from "../../notebook/validate.js"
import { conflictsIn, type RecordedConflict } from "./recorded-conflicts.js"

/** What is wrong with a notebook: a conflict that is still marked, or a rule that it breaks. */
export interface NotebookDiagnostic {
  readonly kind: "conflict" | "fault"
  /** Index of the cell, undefined for the notebook, or where the message says it. */
  readonly cell: number | undefined
  readonly message: string
}

/** Everything that is wrong with a file that should be a notebook; `notebook` is undefined for one that is none. */
export function notebookDiagnostics(bytes: Uint8Array): {
  readonly notebook: Notebook | undefined
  readonly diagnostics: readonly NotebookDiagnostic[]
} {
  let notebook: Notebook
  try {
    notebook = parseNotebook(bytes)
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error
    return { notebook: undefined, diagnostics: [unreadable(bytes, error)] }
  }
  const conflicts = conflictsIn(notebook).map(({ cell, ...conflict }) => {
    return { kind: "conflict", cell, message: MESSAGES[conflict.kind] } as const
  })
  const violations = validate(notebook).map(({ path, message }) => {
    const { cell, place } = placeOf(path)
    return { kind: "fault", cell, message: place === "" ? message : `${place} ${message}` } as const
  })
  return { notebook, diagnostics: [...conflicts, ...violations] }
}

/** `cells[3].outputs[0].name` is `output 1.name` of the cell at 3: people count from one. */
function placeOf(path: string): { readonly cell: number | undefined; readonly place: string } {
  const [whole = "", index] = /^cells\[(\d+)\]\.?/.exec(path) ?? []
  const place = path
    .slice(whole.length)
    .replace(/\boutputs\[(\d+)\]/g, (_, output) => `output ${Number(output) + 1}`)
  return { cell: index === undefined ? undefined : Number(index), place }
}

const MESSAGES = {
  source: "conflict markers in the source",
  stray: "stray conflict markers in the source",
  field: "a conflict is recorded in the metadata",
  insertion: "a conflict of insertions is recorded in the metadata",
} as const satisfies Record<RecordedConflict["kind"], string>

/** JSON in which git has put its markers is a conflict, whatever it is besides. */
function unreadable(bytes: Uint8Array, { message }: NotebookError): NotebookDiagnostic {
  const text = new TextDecoder().decode(bytes)
  if (!/^<{7,} /m.test(text) || !/^>{7,} /m.test(text)) return { kind: "fault", cell: undefined, message }
  return {
    kind: "conflict",
    cell: undefined,
    message: 'conflict markers in the JSON: "nbdiff resolve" merges it',
  }
}
