import { normalizeNotebook } from "../normalize/normalize.js"
import { parseNotebook } from "../notebook/model.js"
import { NotebookError } from "../notebook/notebook-error.js"

/** Whether the filter would leave these bytes as they are. It does so with all that is no notebook. */
export function isNormal(bytes: Uint8Array): boolean {
  try {
    return normalizeNotebook(parseNotebook(bytes)).bytes === bytes
  } catch (error) {
    if (error instanceof NotebookError) return true
    throw error
  }
}
