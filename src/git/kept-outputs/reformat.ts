import { dialectOf } from "../../notebook/dialect.js"
import { type Draft, span, writeValue } from "../../notebook/draft.js"
import { parseJson } from "../../notebook/json/json-text.js"
import { itemsOf, type JsonValue, kindOf, membersOf, rootOf } from "../../notebook/json/json-value.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"
import type { Notebook } from "../../notebook/model.js"

/** Returns a cell's list of outputs, or a cell, in the notebook's layout, with every token as it was; undefined for
 *  what is not JSON. */
export function reformat(
  text: Uint8Array,
  notebook: Notebook,
  what: "outputs" | "cell" = "outputs",
): Uint8Array | undefined {
  try {
    const depth = notebook.major < 4 ? DEPTH_IN_WORKSHEET : DEPTH_IN_NOTEBOOK
    const level = what === "cell" ? depth - 1 : depth
    return writeValue(reformattedDraft(rootOf(parseJson(text))), dialectOf(notebook), level)
  } catch (error) {
    if (error instanceof NotebookError) return undefined
    throw error
  }
}

/** Counts the levels above the list: the notebook, its cells, the cell; the worksheets and the worksheet. */
const DEPTH_IN_NOTEBOOK = 3
const DEPTH_IN_WORKSHEET = 5

function reformattedDraft(value: JsonValue): Draft {
  switch (kindOf(value)) {
    case "object":
      return {
        kind: "object",
        members: membersOf(value).map(({ key, value: child }) => ({ key, value: reformattedDraft(child) })),
      }
    case "array":
      return { kind: "array", items: itemsOf(value).map((item) => ({ value: reformattedDraft(item) })) }
    case "string":
    case "number":
    case "boolean":
    case "null":
      return span(value)
  }
}
