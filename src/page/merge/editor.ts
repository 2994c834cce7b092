import { one } from "../dom.js"

/** Opens an editor at the end of an element. Ctrl-Enter and the button take what was written, Escape leaves it. While
 *  another is open, that one is shown instead: what is in it would be lost. */
export function openEditor(
  within: HTMLElement,
  text: string,
  label: string,
  take: (text: string) => void,
): void {
  const other = one<HTMLTextAreaElement>(".editor textarea")
  if (other) {
    other.focus()
    return
  }
  const form = document.createElement("form")
  form.className = "editor"
  const area = document.createElement("textarea")
  area.value = text
  area.rows = Math.min(24, Math.max(3, text.split("\n").length + 1))
  area.spellcheck = false
  area.setAttribute("aria-label", label)
  const taking = button("Take this text", "submit")
  const leaving = button("Leave it", "button")
  form.append(area, taking, leaving)
  within.append(form)
  area.focus()
  const close = (): void => {
    form.remove()
    if (within.isConnected) within.focus({ preventScroll: true })
  }
  const finish = (): void => {
    const written = area.value
    close()
    take(written)
  }
  leaving.addEventListener("click", close)
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    finish()
  })
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === "Escape") close()
    else finish()
  })
}

function button(words: string, type: "submit" | "button"): HTMLButtonElement {
  const element = document.createElement("button")
  element.type = type
  element.textContent = words
  return element
}
