import { CELL_ID, cellIdFor } from "../notebook/cell-id.js"
import { endOf, memberOf, startOf } from "../notebook/json/json-value.js"
import { type Cell, type Notebook, parseNotebook } from "../notebook/model.js"

/** The notebook with an id for each cell that has none, or that of an earlier cell, where its version of the format has
 *  ids; and how many were added. All other ids stay, and so does every other byte. */
export function withAddedIds(notebook: Notebook): { readonly notebook: Notebook; readonly added: number } {
  const { cells, major, minor, root } = notebook
  if (major < 4 || (major === 4 && minor < MINOR_WITH_IDS)) return { notebook, added: 0 }
  const taken = new Set(cells.flatMap(({ id }) => id ?? []))
  const seen = new Set<string>()
  const edits = cells.flatMap((cell): readonly Edit[] => {
    if (cell.id !== undefined && CELL_ID.test(cell.id) && !seen.has(cell.id)) {
      seen.add(cell.id)
      return []
    }
    const id = cellIdFor(cell, taken)
    taken.add(id)
    return [editOf(cell, id)]
  })
  if (edits.length === 0) return { notebook, added: 0 }
  return { notebook: parseNotebook(edited(root.text.bytes, edits)), added: edits.length }
}

const MINOR_WITH_IDS = 5

/** Bytes that take the place of others. */
interface Edit {
  readonly from: number
  readonly to: number
  readonly text: Uint8Array
}

/** In the place of an id that is wrong, else before the cell's metadata or type, laid out as that is. */
function editOf({ value }: Cell, id: string): Edit {
  const old = memberOf(value, "id")
  if (old !== undefined) return { from: startOf(old), to: endOf(old), text: ENCODER.encode(`"${id}"`) }
  const { bytes } = value.text
  const first = spaceEnd(bytes, startOf(value) + 1)
  const lead = bytes.subarray(startOf(value) + 1, first)
  const colon = bytes.includes(SPACE, first) && bytes[keyEnd(bytes, first) + 1] === SPACE ? ": " : ":"
  const member = ENCODER.encode(`"id"${colon}"${id}",`)
  const text = new Uint8Array(member.length + lead.length)
  text.set(member)
  text.set(lead, member.length)
  return { from: first, to: first, text }
}

const ENCODER = new TextEncoder()
const SPACE = 0x20
const COLON = 0x3a

function spaceEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while ((bytes[at] ?? COLON) <= SPACE) at++
  return at
}

function keyEnd(bytes: Uint8Array, from: number): number {
  return bytes.indexOf(COLON, from)
}

function edited(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const chunks: Uint8Array[] = []
  let at = 0
  for (const { from, to, text } of edits) {
    chunks.push(bytes.subarray(at, from), text)
    at = to
  }
  chunks.push(bytes.subarray(at))
  const result = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let end = 0
  for (const chunk of chunks) {
    result.set(chunk, end)
    end += chunk.length
  }
  return result
}
