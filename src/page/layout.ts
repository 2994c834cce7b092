import { all, body, one, root } from "./dom.js"
import { readSetting, writeSetting } from "./marks.js"

/** Shows one column or two, and light or dark, as it was chosen last. */
export function startLayout(): void {
  setColumns(readSetting("layout") === "split")
  setTheme(readSetting("theme"))
}

export function chooseColumns(isSplit: boolean): void {
  setColumns(isSplit)
  writeSetting("layout", isSplit ? "split" : "unified")
}

export function isSplit(): boolean {
  return body.classList.contains("split")
}

function setColumns(split: boolean): void {
  if (split) makeTwins(document)
  body.classList.toggle("split", split)
  for (const button of all("[data-layout]")) {
    button.setAttribute("aria-pressed", String((button.dataset.layout === "split") === split))
  }
}

/** Puts a second copy beside each unchanged line: the page holds it once, and only two columns need both. */
export function makeTwins(within: ParentNode): void {
  for (const row of all(".rows>.r:not(.twinned),.rows .gap>.r:not(.twinned)", within)) {
    const twin = document.createElement("div")
    twin.className = "p twin"
    twin.append(row.cloneNode(true), row.cloneNode(true))
    row.classList.add("twinned")
    row.after(twin)
  }
}

export function toggleTheme(): void {
  const isDark =
    root.dataset.theme === undefined
      ? matchMedia("(prefers-color-scheme:dark)").matches
      : root.dataset.theme === "dark"
  const theme = isDark ? "light" : "dark"
  setTheme(theme)
  writeSetting("theme", theme)
}

function setTheme(theme: string | undefined): void {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme
}

/** Shows a cell rendered, or its source. */
export function flip(cell: HTMLElement): void {
  const [rendered, source] = [one(".view-r", cell), one(".view-s", cell)]
  if (rendered === undefined || source === undefined) return
  rendered.hidden = source.hidden
  source.hidden = !source.hidden
  one(".flip", cell)?.setAttribute("aria-pressed", String(!source.hidden))
}

export function toggleUnchanged(): void {
  const folds = all<HTMLDetailsElement>("details.same:not(.meta)")
  const isOpening = folds.some((fold) => !fold.open)
  for (const fold of folds) fold.open = isOpening
}
