import { one } from "../dom.js"

/** A line under the bar, and what can be done about it. */
export interface Banner {
  readonly words: string
  readonly buttons?: readonly { readonly words: string; readonly act: string }[]
}

export function banner({ words, buttons = [] }: Banner): void {
  const line = document.createElement("p")
  line.className = "banner"
  line.append(words)
  for (const { words: label, act } of buttons) {
    const button = document.createElement("button")
    button.type = "button"
    button.dataset.act = act
    button.textContent = label
    line.append(" ", button)
  }
  one("#banner")?.replaceChildren(line)
}

export function clearBanner(): void {
  one("#banner")?.replaceChildren()
}
