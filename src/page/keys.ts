import { body, one } from "./dom.js"
import { chooseColumns, flip, isSplit, toggleTheme, toggleUnchanged } from "./layout.js"
import { readSetting, writeSetting } from "./marks.js"
import { copyNotes, openNote, setNote } from "./notes.js"
import { sortFiles, toggleSide } from "./outline.js"
import { nextUnseen, select, show, showFile } from "./position.js"
import { cellAt, keyOf, type ReviewState, withCurrent } from "./review-state.js"
import { setViewed } from "./viewed.js"

/** Lets the keys and the pointer work. */
export function startKeys(state: ReviewState): void {
  const keys = keyActions(state)
  const acts = buttonActions(state, keys)
  const keySwitch = one<HTMLInputElement>("[data-act=keys]")
  if (keySwitch) keySwitch.checked = readSetting("keys") !== "off"
  addEventListener("click", ({ target }) => {
    if (target instanceof Element) onClick(state, acts, target)
  })
  addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement) onChange(state, target)
  })
  addEventListener("input", ({ target }) => {
    const cell = cellAt(target)
    if (target instanceof HTMLTextAreaElement && cell) setNote(state, cell, target.value)
  })
  addEventListener("keydown", (event) => onKey(keys, event))
}

type KeyActions = Readonly<Record<string, () => void>>
type ButtonActions = Readonly<Record<string, (from: HTMLElement, cell: HTMLElement | undefined) => void>>

function keyActions(state: ReviewState): KeyActions {
  return {
    j: () => show(state, Math.min(state.current + 1, state.cells.length - 1)),
    k: () => show(state, Math.max(state.current - 1, 0)),
    n: () => show(state, nextUnseen(state, 1)),
    p: () => show(state, nextUnseen(state, -1)),
    v: () => withCurrent(state, (cell) => toggleViewed(state, cell)),
    s: () => withCurrent(state, flip),
    u: () => chooseColumns(!isSplit()),
    o: () => body.classList.toggle("no-outs"),
    m: () => body.classList.toggle("no-meta"),
    e: toggleUnchanged,
    c: () => withCurrent(state, (cell) => openNote(state, cell, true)),
    "[": () => showFile(state, -1),
    "]": () => showFile(state, 1),
    t: toggleTheme,
    "?": showHelp,
  }
}

function buttonActions(state: ReviewState, keys: KeyActions): ButtonActions {
  return {
    flip: (_, cell) => cell && flip(cell),
    note: (_, cell) => cell && openNote(state, cell, true),
    theme: toggleTheme,
    help: showHelp,
    notes: () => void copyNotes(state),
    next: () => keys.j?.(),
    prev: () => keys.k?.(),
    nav: () => toggleSide(),
    sort: sortFiles,
  }
}

/** Goes on to the next change after one that was viewed. */
function toggleViewed(state: ReviewState, cell: HTMLElement): void {
  const isViewed = !state.viewed.has(keyOf(cell))
  setViewed(state, cell, isViewed)
  if (isViewed) show(state, nextUnseen(state, 1))
}

function showHelp(): void {
  one<HTMLDialogElement>("#help")?.showModal()
}

function onClick(state: ReviewState, acts: ButtonActions, target: Element): void {
  const button = target.closest<HTMLElement>("[data-act],[data-layout]")
  const cell = cellAt(target)
  if (cell) select(state, state.cells.indexOf(cell))
  if (button?.dataset.layout) chooseColumns(button.dataset.layout === "split")
  if (button?.dataset.act) acts[button.dataset.act]?.(button, cell)
  const isOutside = !target.closest(".side") || target.closest(".side a")
  if (button?.dataset.act !== "nav" && isOutside && body.classList.contains("nav")) toggleSide(false)
}

function onChange(state: ReviewState, box: HTMLInputElement): void {
  const cell = cellAt(box)
  if (box.dataset.act === "seen" && cell) setViewed(state, cell, box.checked)
  if (box.dataset.act === "keys") writeSetting("keys", box.checked ? "on" : "off")
}

function onKey(keys: KeyActions, event: KeyboardEvent): void {
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
}
