import { all, body, one } from "./dom.js"
import { chooseColumns, isSplit, makeTwins, startLayout, toggleTheme } from "./layout.js"
import { type MarkStore, readSetting, writeSetting } from "./marks.js"
import { fitFrames, startPictures } from "./pictures.js"

/** Frames for which a cell has to be still, and frames that it is looked for at most. */
const STILL_FRAMES = 6
const MOST_FRAMES = 90

/** A page that has its keys, marks and notes. */
export interface Review {
  /** Puts another version of the page in the place of this one. What is equal stays as it is: folds, views, notes. */
  readonly takeOver: (fresh: Document) => void
}

/** Makes the page handy. Without it, all is there to be read. */
export function startReview(store: MarkStore): Review {
  const stored = store.load()
  const viewed = new Set(stored.viewed)
  const notes: Record<string, string> = { ...stored.notes }
  let cells: HTMLElement[] = []
  let current = -1
  let scrolling = 0
  let watcher: IntersectionObserver | undefined
  const links = new Map<string, HTMLElement>()
  const save = (): void => store.save({ viewed: [...viewed], notes })

  // cells

  const keyOf = (cell: HTMLElement): string => cell.dataset.k ?? ""
  const cellAt = (target: EventTarget | null): HTMLElement | undefined =>
    (target instanceof Element && target.closest<HTMLElement>("article.cell")) || undefined

  function index(): void {
    cells = all("article.cell")
    links.clear()
    for (const link of all<HTMLAnchorElement>(".side ol ol a")) {
      if (link.parentElement) links.set(link.hash.slice(1), link.parentElement)
    }
    watcher?.disconnect()
    watcher = new IntersectionObserver(onSight, { rootMargin: "-60px 0px -55% 0px" })
    for (const cell of cells) {
      watcher.observe(cell)
      showViewed(cell)
      if (notes[keyOf(cell)]) openNote(cell, false)
    }
    for (const section of all(".nb")) watcher.observe(section)
    showProgress()
    showNotes()
    showPlace()
    fitFrames(document)
  }

  function onSight(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const item = target.matches(".nb")
        ? one(`.side .file>a[href="#${target.id}"]`)?.parentElement
        : links.get(target.id)
      item?.classList.toggle("on", isIntersecting)
      if (isIntersecting && !target.matches(".nb")) item?.scrollIntoView({ block: "nearest" })
    }
  }

  function show(to: number): void {
    const cell = cells[to]
    if (cell === undefined) return
    select(to)
    scrollToCell(cell)
    cell.focus({ preventScroll: true })
    history.replaceState(null, "", `#${cell.id}`)
  }

  function select(to: number): void {
    cells[current]?.classList.remove("cur")
    current = to
    cells[current]?.classList.add("cur")
    showPlace()
  }

  function showPlace(): void {
    const at = one(".at")
    if (at) at.textContent = current < 0 ? `${cells.length} changes` : `${current + 1} / ${cells.length}`
  }

  /** Cells out of sight have a guessed height, so the cell is looked for again until it is still for a while, or the
   *  reader goes elsewhere. */
  function scrollToCell(cell: HTMLElement): void {
    const own = ++scrolling
    const again = (left: number, still: number): void => {
      const before = cell.getBoundingClientRect().top
      cell.scrollIntoView({ block: "start" })
      requestAnimationFrame(() => {
        if (own !== scrolling || left === 0) return
        const isStill = Math.abs(cell.getBoundingClientRect().top - before) <= 1
        if (!isStill || still < STILL_FRAMES) again(left - 1, isStill ? still + 1 : 0)
      })
    }
    again(MOST_FRAMES, 0)
  }
  for (const leave of ["wheel", "pointerdown", "touchmove", "keydown"]) {
    addEventListener(leave, () => scrolling++, { passive: true, capture: true })
  }

  /** The next change that is not viewed, from the other end on where there is none ahead. */
  function nextUnseen(by: 1 | -1): number {
    for (let step = 1; step <= cells.length; step++) {
      const at = (current + step * by + 2 * cells.length) % cells.length
      const cell = cells[at]
      if (cell && !viewed.has(keyOf(cell))) return at
    }
    return -1
  }

  function showFile(by: 1 | -1): void {
    const sections = all(".nb")
    const here = cells[current]?.closest<HTMLElement>(".nb")
    const at = here ? sections.indexOf(here) : -1
    const section = sections[Math.max(0, at + by)]
    if (section === undefined) return
    const first = cells.findIndex((cell) => section.contains(cell))
    select(first)
    scrollToCell(section)
  }

  // viewed marks

  function setViewed(cell: HTMLElement, isViewed: boolean): void {
    if (isViewed) viewed.add(keyOf(cell))
    else viewed.delete(keyOf(cell))
    save()
    for (const same of cells) if (keyOf(same) === keyOf(cell)) showViewed(same)
    showProgress()
  }

  function showViewed(cell: HTMLElement): void {
    const isViewed = viewed.has(keyOf(cell))
    cell.classList.toggle("done", isViewed)
    const box = one<HTMLInputElement>("[data-act=seen]", cell)
    if (box) box.checked = isViewed
    links.get(cell.id)?.classList.toggle("done", isViewed)
  }

  function showProgress(): void {
    const seen = cells.filter((cell) => viewed.has(keyOf(cell))).length
    const words = one(".prog")
    if (words) words.textContent = cells.length === 0 ? "" : `${seen} of ${cells.length} viewed`
    for (const item of all(".side .file")) {
      const own = all("ol>li:not(.same)", item)
      item.classList.toggle("done", own.length > 0 && own.every((li) => li.classList.contains("done")))
    }
  }

  // notes

  function openNote(cell: HTMLElement, isFocused: boolean): void {
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

  function setNote(cell: HTMLElement, text: string): void {
    if (text.trim() === "") delete notes[keyOf(cell)]
    else notes[keyOf(cell)] = text
    save()
    showNotes()
  }

  function noted(): HTMLElement[] {
    return cells.filter((cell) => notes[keyOf(cell)])
  }

  function showNotes(): void {
    const button = one<HTMLButtonElement>(".notes")
    if (button === undefined) return
    const count = noted().length
    button.hidden = count === 0
    button.textContent = `Copy ${count} ${count === 1 ? "note" : "notes"}`
  }

  async function copyNotes(): Promise<void> {
    const lines = noted().map((cell) => {
      const file = one("h2", cell.closest(".nb") ?? document)?.textContent ?? ""
      const positions = all(".pos>*", cell).map((position) => position.textContent)
      const place = positions.length === 0 ? "" : `, cell ${positions.join(" → ")}`
      return `- **${file}**${place}: ${(notes[keyOf(cell)] ?? "").trim().replace(/\n/g, "\n  ")}`
    })
    const button = one(".notes")
    await copied(`${lines.join("\n")}\n`)
    if (button) button.textContent = "Copied"
    setTimeout(showNotes, 1500)
  }

  // views

  function flip(cell: HTMLElement): void {
    const [rendered, source] = [one(".view-r", cell), one(".view-s", cell)]
    if (rendered === undefined || source === undefined) return
    rendered.hidden = source.hidden
    source.hidden = !source.hidden
    one(".flip", cell)?.setAttribute("aria-pressed", String(!source.hidden))
  }

  function toggleUnchanged(): void {
    const folds = all<HTMLDetailsElement>("details.same:not(.meta)")
    const isOpening = folds.some((fold) => !fold.open)
    for (const fold of folds) fold.open = isOpening
  }

  function toggleSide(isOpen = !body.classList.contains("nav")): void {
    body.classList.toggle("nav", isOpen)
    one("[data-act=nav]")?.setAttribute("aria-expanded", String(isOpen))
    if (isOpen) one(".side a")?.focus()
  }

  /** The files by the size of their change, or in their own order again. */
  function sortFiles(button: HTMLElement): void {
    const list = one(".side>ol")
    const isBySize = button.getAttribute("aria-pressed") !== "true"
    button.setAttribute("aria-pressed", String(isBySize))
    const key = (item: HTMLElement): number => Number(isBySize ? item.dataset.lines : -Number(item.dataset.n))
    list?.append(...all(".side>ol>.file").sort((x, y) => key(y) - key(x)))
  }

  function withCurrent<T>(action: (cell: HTMLElement) => T): T | undefined {
    const cell = cells[current]
    return cell && action(cell)
  }

  // keys and the pointer

  const keys: Record<string, () => void> = {
    j: () => show(Math.min(current + 1, cells.length - 1)),
    k: () => show(Math.max(current - 1, 0)),
    n: () => show(nextUnseen(1)),
    p: () => show(nextUnseen(-1)),
    v() {
      const cell = cells[current]
      if (cell === undefined) return
      const isViewed = !viewed.has(keyOf(cell))
      setViewed(cell, isViewed)
      if (isViewed) show(nextUnseen(1))
    },
    s: () => withCurrent(flip),
    u: () => chooseColumns(!isSplit()),
    o: () => body.classList.toggle("no-outs"),
    m: () => body.classList.toggle("no-meta"),
    e: toggleUnchanged,
    c: () => withCurrent((cell) => openNote(cell, true)),
    "[": () => showFile(-1),
    "]": () => showFile(1),
    t: toggleTheme,
    "?": () => one<HTMLDialogElement>("#help")?.showModal(),
  }

  const acts: Record<string, (from: HTMLElement, cell: HTMLElement | undefined) => void> = {
    flip: (_, cell) => cell && flip(cell),
    note: (_, cell) => cell && openNote(cell, true),
    theme: toggleTheme,
    help: () => one<HTMLDialogElement>("#help")?.showModal(),
    notes: () => void copyNotes(),
    next: () => keys.j?.(),
    prev: () => keys.k?.(),
    nav: () => toggleSide(),
    sort: sortFiles,
  }

  addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return
    const button = target.closest<HTMLElement>("[data-act],[data-layout]")
    const cell = cellAt(target)
    if (cell) select(cells.indexOf(cell))
    if (button?.dataset.layout) chooseColumns(button.dataset.layout === "split")
    if (button?.dataset.act) acts[button.dataset.act]?.(button, cell)
    const isOutside = !target.closest(".side") || target.closest(".side a")
    if (button?.dataset.act !== "nav" && isOutside && body.classList.contains("nav")) toggleSide(false)
  })
  addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return
    const cell = cellAt(target)
    if (target.dataset.act === "seen" && cell) setViewed(cell, target.checked)
    if (target.dataset.act === "keys") writeSetting("keys", target.checked ? "on" : "off")
  })
  addEventListener("input", ({ target }) => {
    const cell = cellAt(target)
    if (target instanceof HTMLTextAreaElement && cell) setNote(cell, target.value)
  })
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (event.target instanceof HTMLTextAreaElement) cellAt(event.target)?.focus()
      else toggleSide(false)
    }
    const isTyping =
      event.target instanceof Element &&
      event.target.closest("input:not([type=checkbox]),textarea,dialog,select")
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || readSetting("keys") === "off") return
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined
    if (action === undefined) return
    event.preventDefault()
    action()
  })
  addEventListener("hashchange", showLinked)

  function showLinked(): void {
    const linked = cells.findIndex((cell) => `#${cell.id}` === location.hash)
    const cell = cells[linked]
    if (cell === undefined) return
    select(linked)
    scrollToCell(cell)
  }

  function takeOver(fresh: Document): void {
    const shown = all("main [data-h]")
    const hashOf = (element: HTMLElement): string => element.dataset.h ?? ""
    const old = new Map<string, HTMLElement[]>()
    for (const element of shown) old.set(hashOf(element), [...(old.get(hashOf(element)) ?? []), element])
    const coming = all("main [data-h]", fresh)
    // what stays in sight is to stay where it is: the first that is still there, else the last before it
    const kept = new Set(coming.map(hashOf))
    const staying = shown.filter((element) => kept.has(hashOf(element)))
    const inSight = (element: HTMLElement): boolean => element.getBoundingClientRect().bottom > 60
    const anchor = staying.find(inSight) ?? staying.at(-1)
    const offset = anchor?.getBoundingClientRect().top ?? 0
    const key = withCurrent(keyOf)
    const place = current
    const typing = document.activeElement
    const before = new Map(cells.map((cell) => [cell.id, keyOf(cell)]))
    for (const element of coming) {
      const same = old.get(hashOf(element))?.shift()
      if (same === undefined) continue
      same.id = element.id
      element.replaceWith(same)
    }
    one("main")?.replaceChildren(...(one("main", fresh)?.childNodes ?? []))
    one("#side")?.replaceChildren(...(one("#side", fresh)?.childNodes ?? []))
    document.title = fresh.title
    carryNotes(before)
    if (isSplit()) makeTwins(document)
    index()
    const same = cells.findIndex((cell) => keyOf(cell) === key)
    // a cell that was changed again stays the current one, in its place
    select(same >= 0 || place < 0 ? same : Math.min(place, cells.length - 1))
    if (anchor) scrollBy(0, anchor.getBoundingClientRect().top - offset)
    if (typing instanceof HTMLTextAreaElement) typeOn(typing)
  }

  /** Goes on typing, in the same note or in the one that took its place. */
  function typeOn(area: HTMLTextAreaElement): void {
    const to = area.isConnected ? area : withCurrent((cell) => one<HTMLTextAreaElement>(".notebox", cell))
    to?.focus({ preventScroll: true })
    to?.setSelectionRange(area.selectionStart, area.selectionEnd)
  }

  /** The note on a change that changed again is still about its cell. */
  function carryNotes(before: ReadonlyMap<string, string>): void {
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

  startLayout()
  startPictures()
  const keySwitch = one<HTMLInputElement>("[data-act=keys]")
  if (keySwitch) keySwitch.checked = readSetting("keys") !== "off"
  index()
  showLinked()
  return { takeOver }
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
