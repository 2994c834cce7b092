import { all, body, one } from "./dom.js"
import type { ReviewState } from "./review-state.js"

/** Finds the outline's items, and lets them follow what is in sight. */
export function followOutline(state: ReviewState): void {
  state.links.clear()
  for (const link of all<HTMLAnchorElement>(".side ol ol a")) {
    if (link.parentElement) state.links.set(link.hash.slice(1), link.parentElement)
  }
  state.watcher?.disconnect()
  const margin = { rootMargin: "-60px 0px -55% 0px" }
  const watcher = new IntersectionObserver((entries) => showInSight(state, entries), margin)
  for (const element of [...state.cells, ...all(".nb")]) watcher.observe(element)
  state.watcher = watcher
}

function showInSight({ links }: ReviewState, entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) {
    const item = target.matches(".nb")
      ? one(`.side .file>a[href="#${target.id}"]`)?.parentElement
      : links.get(target.id)
    item?.classList.toggle("on", isIntersecting)
    if (isIntersecting && !target.matches(".nb")) item?.scrollIntoView({ block: "nearest" })
  }
}

export function toggleSide(isOpen = !body.classList.contains("nav")): void {
  body.classList.toggle("nav", isOpen)
  one("[data-act=nav]")?.setAttribute("aria-expanded", String(isOpen))
  if (isOpen) one(".side a")?.focus()
}

/** Sorts the files by the size of their change, or into their own order again. */
export function sortFiles(button: HTMLElement): void {
  const list = one(".side>ol")
  const isBySize = button.getAttribute("aria-pressed") !== "true"
  button.setAttribute("aria-pressed", String(isBySize))
  const key = (item: HTMLElement): number => Number(isBySize ? item.dataset.lines : -Number(item.dataset.n))
  list?.append(...all(".side>ol>.file").sort((x, y) => key(y) - key(x)))
}
