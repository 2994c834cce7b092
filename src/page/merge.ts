import { all, body, one } from "./dom.js"
import { startLayout, toggleTheme } from "./layout.js"
import { readSetting, writeSetting } from "./marks.js"
import { type Banner, banner, clearBanner } from "./merge/banner.js"
import { openEditor } from "./merge/editor.js"
import { type Action, ask, type MergeState, type Saved, send } from "./merge/requests.js"
import { showState } from "./merge/show.js"

// the script of the merge page: its list of actions is what it can undo, and the server makes of it what is shown
void startMerge()

async function startMerge(): Promise<void> {
  startLayout()
  let state = await ask("state", {})
  let redone: readonly Action[] = []
  let stop = -1
  let isClosed = false
  let queue: Promise<unknown> = Promise.resolve()

  // what is shown

  const stops = (): HTMLElement[] => all(".place,article.cell.dec")
  const currentStop = (): HTMLElement | undefined => stops()[stop]

  function show(next: MergeState): void {
    const kept = nameOf(currentStop())
    const cell = currentCell()?.id
    state = next
    showState(state, redone.length > 0)
    stop = stops().findIndex((element) => nameOf(element) === kept && kept !== undefined)
    mark()
    if (stop < 0 && cell !== undefined) document.getElementById(cell)?.focus({ preventScroll: true })
    if (state.message) banner({ words: state.message })
    else if (state.offered > 0) offerJournal(state.offered)
  }

  function nameOf(element: HTMLElement | undefined): string | undefined {
    if (element === undefined) return undefined
    const { c, p } = element.dataset
    return c === undefined ? element.id : `${c}-${p}`
  }

  function mark(): void {
    for (const element of all(".cur")) element.classList.remove("cur")
    const current = currentStop()
    current?.classList.add("cur")
    const at = one(".at")
    if (at) at.textContent = stop < 0 ? `${stops().length} places` : `${stop + 1} / ${stops().length}`
  }

  function go(to: number): void {
    const element = stops()[to]
    if (element === undefined) return
    stop = to
    mark()
    element.focus({ preventScroll: true })
    element.scrollIntoView({ block: "nearest" })
    const card = element.closest("article")
    if (card && card.getBoundingClientRect().top < BAR) card.scrollIntoView({ block: "start" })
  }

  function goToOpen(): void {
    const found = stops()
    const ahead = found.findIndex((element, i) => i > stop && element.matches(".open"))
    go(ahead < 0 ? found.findIndex((element) => element.matches(".open")) : ahead)
  }

  // steps: one after the other, each on what the last one made

  function steps(next: (actions: readonly Action[]) => readonly Action[] | undefined): Promise<void> {
    const done = queue.then(async () => {
      const actions = next(state.actions)
      if (actions === undefined || isClosed) return
      clearBanner()
      show(await ask("preview", { actions, revision: state.revision }))
    })
    queue = done.catch(unreachable)
    return done
  }

  function act(action: Action): void {
    redone = []
    void steps((actions) => [...actions, action])
  }

  function undo(): void {
    void steps((actions) => {
      const last = actions.at(-1)
      if (last === undefined) return undefined
      redone = [...redone, last]
      return actions.slice(0, -1)
    })
  }

  function redo(): void {
    void steps((actions) => {
      const last = redone.at(-1)
      if (last === undefined) return undefined
      redone = redone.slice(0, -1)
      return [...actions, last]
    })
  }

  function unreachable(): void {
    if (!isClosed) banner({ words: "nbdiff does not answer: nothing that you do here now is kept." })
  }

  // places

  interface PlaceAt {
    readonly conflict: number
    readonly place: number
  }

  function placeOf(element: Element | null | undefined): PlaceAt | undefined {
    const place = element?.closest<HTMLElement>(".place")
    return place ? { conflict: Number(place.dataset.c), place: Number(place.dataset.p) } : undefined
  }

  /** What the place has no button for cannot be chosen by its key either. */
  function take(element: HTMLElement | undefined, what: string): void {
    const at = placeOf(element)
    if (at === undefined) return
    if (element?.matches(".open") && !one(`[data-take="${what}"]`, element)) return
    act({ kind: "choose", ...at, take: what })
  }

  function reopen(element: HTMLElement | undefined): void {
    const at = placeOf(element)
    if (at) act({ kind: "choose", ...at, take: null })
  }

  async function write(element: HTMLElement | undefined): Promise<void> {
    const at = placeOf(element)
    if (at === undefined || element === undefined || !one("[data-act=write]", element)) return
    const { text } = await send<{ text: string }>("text", at)
    openEditor(element, text, "What this place becomes", (written) =>
      act({ kind: "write", ...at, text: written }),
    )
  }

  // cells

  const cellOf = (element: Element | null | undefined): HTMLElement | undefined =>
    element?.closest<HTMLElement>("[data-cell]") ?? undefined
  const currentCell = (): HTMLElement | undefined => cellOf(document.activeElement) ?? cellOf(currentStop())

  function withCell(element: HTMLElement | undefined, action: (cell: number) => void): void {
    if (element?.dataset.cell !== undefined) action(Number(element.dataset.cell))
  }

  async function edit(element: HTMLElement | undefined): Promise<void> {
    const cell = Number(element?.dataset.cell)
    if (element === undefined || Number.isNaN(cell)) return
    const { text } = await send<{ text: string }>("text", { cell })
    openEditor(one(".main", element) ?? element, text, `Source of cell ${cell + 1}`, (source) =>
      act({ kind: "edit-cell", cell, source }),
    )
  }

  function move(cell: number, by: 1 | -1): void {
    const order = state.order
    const at = order.indexOf(cell)
    if (at < 0 || at + by < 0 || at + by >= order.length) return
    const before = by < 0 ? order[at - 1] : order[at + 2]
    act({ kind: "move-cell", cell, before: before ?? null })
  }

  /** The next of those that the card offers. */
  function nextOutputs(element: HTMLElement | undefined): void {
    const buttons = element ? all<HTMLButtonElement>("[data-outputs]", element) : []
    const at = buttons.findIndex((button) => button.getAttribute("aria-pressed") === "true")
    buttons[(at + 1) % Math.max(1, buttons.length)]?.click()
  }

  // saving

  async function save(close: boolean): Promise<void> {
    await queue
    const answer = await send<Saved | MergeState>("save", { revision: state.revision, close })
    if (!("kind" in answer)) return show(answer)
    if (answer.kind === "changed") return banner({ words: answer.message, buttons: CHANGED })
    state = { ...state, revision: answer.revision, isSaved: true }
    if (close)
      return closed(
        answer.left === 0 ? "Saved: no conflicts left." : `Saved, ${leftWords(answer.left)} marked.`,
      )
    if (answer.left > 0) return banner({ words: `Saved, ${leftWords(answer.left)} marked in the file.` })
    const add = answer.canAdd ? [{ words: "git add it, and close", act: "add" }] : []
    banner({ words: "Saved: no conflicts left.", buttons: [...add, { words: "Close", act: "close" }] })
  }

  function closed(words: string): void {
    if (isClosed) return
    isClosed = true
    events.close()
    banner({ words: `${words} You can close this page.` })
    for (const button of all<HTMLButtonElement>("main button,.top button")) button.disabled = true
  }

  function offerJournal(count: number): void {
    banner({
      words: `An earlier session of this merge was not saved. It had ${count === 1 ? "1 step" : `${count} steps`}.`,
      buttons: [
        { words: `Continue with your ${count === 1 ? "step" : `${count} steps`}`, act: "continue" },
        { words: "Start over", act: "drop" },
      ],
    })
  }

  async function askAndShow(action: string, json: object): Promise<void> {
    clearBanner()
    show(await ask(action, json))
  }

  async function finish(action: "add" | "close", words: string): Promise<void> {
    const answer = await send<Partial<MergeState>>(action, {})
    if (answer.parts !== undefined) return show(answer as MergeState)
    closed(words)
  }

  // keys and the pointer

  const acts: Record<string, (from: HTMLElement) => unknown> = {
    write: (from) => write(from.closest<HTMLElement>(".place") ?? undefined),
    reopen: (from) => reopen(from.closest<HTMLElement>(".place") ?? undefined),
    edit: (from) => edit(cellOf(from)),
    up: (from) => withCell(cellOf(from), (cell) => move(cell, -1)),
    down: (from) => withCell(cellOf(from), (cell) => move(cell, 1)),
    delete: (from) => withCell(cellOf(from), (cell) => act({ kind: "delete-cell", cell })),
    restore: (from) => withCell(cellOf(from), (cell) => act({ kind: "restore-cell", cell })),
    undo,
    redo,
    save: () => save(false),
    again: () => askAndShow("again", {}),
    beside: () => askAndShow("beside", {}),
    continue: () => askAndShow("journal", { continue: true }),
    drop: () => askAndShow("journal", { continue: false }),
    add: () => finish("add", "Saved and added."),
    close: () => finish("close", "Saved: no conflicts left."),
    theme: toggleTheme,
    help: () => one<HTMLDialogElement>("#help")?.showModal(),
    next: () => go(Math.min(stop + 1, stops().length - 1)),
    prev: () => go(Math.max(stop - 1, 0)),
    nav: () => toggleSide(),
  }

  const keys: Record<string, () => unknown> = {
    j: () => acts.next?.(body),
    k: () => acts.prev?.(body),
    n: goToOpen,
    1: () => take(currentStop(), "ours"),
    2: () => take(currentStop(), "theirs"),
    3: () => take(currentStop(), "base"),
    4: () => take(currentStop(), "union"),
    5: () => take(currentStop(), "union-reversed"),
    0: () => reopen(currentStop()),
    e: () => (currentStop()?.matches(".place") ? write(currentStop()) : edit(currentCell())),
    z: undo,
    Z: redo,
    o: () => nextOutputs(currentCell()),
    t: toggleTheme,
    "?": () => acts.help?.(body),
    Delete: () => withCell(currentCell(), (cell) => act({ kind: "delete-cell", cell })),
  }

  function toggleSide(isOpen = !body.classList.contains("nav")): void {
    body.classList.toggle("nav", isOpen)
    one("[data-act=nav]")?.setAttribute("aria-expanded", String(isOpen))
    if (isOpen) one(".side a")?.focus()
  }

  function run(work: unknown): void {
    if (work instanceof Promise) work.catch(unreachable)
  }

  addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return
    const button = target.closest<HTMLElement>("button,input[data-act]")
    const at = stops().indexOf(target.closest<HTMLElement>(".place,article.cell.dec") ?? body)
    if (at >= 0) {
      stop = at
      mark()
    }
    const { act: name, take: what, side, outputs } = button?.dataset ?? {}
    if (isClosed) return
    if (what) take(button?.closest<HTMLElement>(".place") ?? undefined, what)
    if (side) withCell(cellOf(button), (cell) => act({ kind: "take-cell", cell, side }))
    if (outputs) withCell(cellOf(button), (cell) => act({ kind: "outputs", cell, take: outputs }))
    if (name && button) run(acts[name]?.(button))
    if (name !== "nav" && (!target.closest(".side") || target.closest(".side a"))) toggleSide(false)
  })
  addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.dataset.act === "keys")
      writeSetting("keys", target.checked ? "on" : "off")
  })
  addEventListener("keydown", (event) => {
    if (isClosed || event.defaultPrevented) return
    const isControl = event.ctrlKey || event.metaKey
    const isTyping = event.target instanceof Element && event.target.closest("textarea,dialog")
    const chosen = isControl ? controlKey(event, isTyping !== null) : isTyping ? undefined : plainKey(event)
    if (chosen === undefined) return
    event.preventDefault()
    run(chosen())
  })

  function controlKey(event: KeyboardEvent, isTyping: boolean): (() => unknown) | undefined {
    if (event.key.toLowerCase() === "s") return () => save(false)
    if (isTyping) return undefined
    if (event.key === "Enter") return () => save(true)
    if (event.key.toLowerCase() === "z") return event.shiftKey ? redo : undo
    return event.key.toLowerCase() === "y" ? redo : undefined
  }

  function plainKey(event: KeyboardEvent): (() => unknown) | undefined {
    if (event.altKey) {
      const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : undefined
      return by && (() => withCell(currentCell(), (cell) => move(cell, by)))
    }
    if (event.key === "Escape") return () => toggleSide(false)
    if (readSetting("keys") === "off") return undefined
    return Object.hasOwn(keys, event.key) ? keys[event.key] : undefined
  }

  addEventListener("beforeunload", (event) => {
    const isEditing = one(".editor") !== undefined
    if (!isClosed && (isEditing || !state.isSaved)) event.preventDefault()
  })

  const events = new EventSource("events")
  events.addEventListener("hello", clearLost)
  // another page took a step, or this one did
  events.addEventListener("changed", () => {
    queue = queue.then(async () => {
      const next = await ask("state", {})
      if (next.revision === state.revision || isClosed) return
      redone = []
      show(next)
    }, unreachable)
  })
  events.addEventListener("end", () => {
    if (!isClosed) closed("nbdiff has ended.")
  })
  events.addEventListener("error", unreachable)

  function clearLost(): void {
    if (one("#banner")?.textContent?.startsWith("nbdiff does not answer")) clearBanner()
  }

  const keySwitch = one<HTMLInputElement>("[data-act=keys]")
  if (keySwitch) keySwitch.checked = readSetting("keys") !== "off"
  show(state)
}

/** Pixels of the bar at the top. */
const BAR = 64

const CHANGED: NonNullable<Banner["buttons"]> = [
  { words: "Take it in again with my steps", act: "again" },
  { words: "Save mine beside it", act: "beside" },
]

function leftWords(left: number): string {
  return left === 1 ? "1 conflict is still" : `${left} conflicts are still`
}
