import { all, one } from "../dom.js"
import type { MergeState } from "./requests.js"

/** Shows a state: what is equal stays as it is, with its folds and its place on the screen. */
export function showState(state: MergeState, canRedo: boolean): void {
  showParts(state)
  one("#side")?.replaceChildren(...elementsOf(state.outline))
  const words = one(".prog")
  if (words) words.textContent = `${state.resolved} of ${state.total} resolved`
  const bar = one(".bar>i")
  if (bar) bar.style.width = `${state.total === 0 ? 100 : (100 * state.resolved) / state.total}%`
  setDisabled("undo", state.actions.length === 0)
  setDisabled("redo", !canRedo)
}

function setDisabled(act: string, isDisabled: boolean): void {
  const button = one<HTMLButtonElement>(`.top [data-act=${act}]`)
  if (button) button.disabled = isDisabled
}

function showParts({ parts }: MergeState): void {
  const known = new Map(all("#parts>[data-h]").map((element) => [element.dataset.h ?? "", element]))
  const isOpen = new Set(all("#parts>details[open] [data-cell]").map(({ id }) => id))
  const elements = parts.flatMap(({ hash, html }) => {
    if (html === undefined) return known.get(hash) ?? []
    const made = elementsOf(html)
    // a run of cells that was unfolded stays unfolded when a cell leaves it
    for (const element of made) {
      if (element instanceof HTMLDetailsElement)
        element.open = all("[data-cell]", element).some(({ id }) => isOpen.has(id))
    }
    return made
  })
  const focused = document.activeElement
  const editor = one(".editor")
  const host = editor && hostOf(editor)
  one("#parts")?.replaceChildren(...elements)
  // what somebody is writing stays where it belongs
  if (editor && !editor.isConnected) (one(host ?? "#parts") ?? one("#parts"))?.append(editor)
  if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true })
}

/** What an editor belongs to, wherever that is rendered. */
function hostOf(editor: Element): string | undefined {
  const place = editor.closest<HTMLElement>(".place")
  if (place) return `.place[data-c="${place.dataset.c}"][data-p="${place.dataset.p}"]`
  const cell = editor.closest<HTMLElement>("[data-cell]")
  return cell ? `[data-cell="${cell.dataset.cell}"]>.main` : undefined
}

function elementsOf(html: string): readonly Element[] {
  const template = document.createElement("template")
  template.innerHTML = html
  return [...template.content.children]
}
