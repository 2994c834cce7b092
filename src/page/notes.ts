import { all, body, one } from "./dom.js"
import { keyOf, type ReviewState } from "./review-state.js"

/** Shows the note on a cell, or an empty one. */
export function openNote({ notes }: ReviewState, cell: HTMLElement, isFocused: boolean): void {
  let area = one<HTMLTextAreaElement>(".notebox", cell)
  if (area === undefined) {
    area = document.createElement("textarea")
    area.className = "notebox"
    area.setAttribute("aria-label", "Note on this cell")
    area.placeholder = "A note, in Markdown"
    area.value = notes[keyOf(cell)] ?? ""
    one(".ch", cell)?.after(area)
  }
  if (isFocused) area.focus()
}

export function setNote(state: ReviewState, cell: HTMLElement, text: string): void {
  if (text.trim() === "") delete state.notes[keyOf(cell)]
  else state.notes[keyOf(cell)] = text
  state.save()
  showNotes(state)
}

/** Shows how many notes there are to be copied. */
export function showNotes(state: ReviewState): void {
  const button = one<HTMLButtonElement>(".notes")
  if (button === undefined) return
  const count = noted(state).length
  button.hidden = count === 0
  button.textContent = `Copy ${count} ${count === 1 ? "note" : "notes"}`
}

/** Copies all notes as a list in Markdown. */
export async function copyNotes(state: ReviewState): Promise<void> {
  const lines = noted(state).map((cell) => {
    const file = one("h2", cell.closest(".nb") ?? document)?.textContent ?? ""
    const positions = all(".pos>*", cell).map((position) => position.textContent)
    const place = positions.length === 0 ? "" : `, cell ${positions.join(" → ")}`
    return `- **${file}**${place}: ${(state.notes[keyOf(cell)] ?? "").trim().replace(/\n/g, "\n  ")}`
  })
  const button = one(".notes")
  await copied(`${lines.join("\n")}\n`)
  if (button) button.textContent = "Copied"
  setTimeout(() => showNotes(state), 1500)
}

/** Keeps the note on a change that changed again with its cell. `before` has the earlier keys by the cells' ids. */
export function carryNotes({ notes, save }: ReviewState, before: ReadonlyMap<string, string>): void {
  const fresh = all("article.cell")
  const there = new Set(fresh.map(keyOf))
  const known = new Set(before.values())
  for (const cell of fresh) {
    const was = before.get(cell.id)
    const note = was === undefined || there.has(was) ? undefined : notes[was]
    if (was === undefined || note === undefined || known.has(keyOf(cell))) continue
    notes[keyOf(cell)] = note
    delete notes[was]
  }
  save()
}

function noted({ cells, notes }: ReviewState): readonly HTMLElement[] {
  return cells.filter((cell) => notes[keyOf(cell)])
}

/** Copies by the clipboard's own means, or where a page may not, as a selection. */
async function copied(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const area = document.createElement("textarea")
    area.value = text
    body.append(area)
    area.select()
    document.execCommand("copy")
    area.remove()
  }
}
