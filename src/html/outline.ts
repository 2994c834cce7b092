import type { CellDiff } from "../diff/model/notebook-diff.js"
import { safeText } from "../render/ink/safe-text.js"
import type { CellTitle } from "../render/words/cell-title.js"
import { counted } from "../render/words/quantity.js"
import { type CellKind, KIND_SIGNS } from "./cell-kind.js"
import { type Html, html } from "./markup/html.js"
import { shortName } from "./short-name.js"
import { unchangedCells } from "./unchanged-view.js"

/** What the outline says of a file. */
export interface OutlineFile {
  readonly id: string
  readonly number: number
  readonly path: string
  /** What happened, in words. */
  readonly words: string
  /** Lines of source that came and went, by which files can be sorted. */
  readonly lines: number
  readonly cells: readonly Html[]
}

export function outlineFile({ id, number, path, words, lines, cells }: OutlineFile): Html {
  const slash = path.lastIndexOf("/") + 1
  const folder = slash > 0 && html`<small>${safeText(path.slice(0, slash))}</small>`
  const size = lines > 0 && html`<b data-t="${lines}" title="${counted(lines, "line")}"></b>`
  return html`<li class="file" data-n="${number}" data-lines="${lines}"><a href="#${id}" title="${safeText(path)}: ${words}"><span>${folder}${safeText(path.slice(slash))}</span>${size}</a>${cells.length > 0 && html`<ol>${cells}</ol>`}</li>`
}

export function outlineCell(
  id: string,
  kind: CellKind,
  { positions, name, type }: Pick<CellTitle, "positions" | "name" | "type">,
): Html {
  return html`<li class="${kind}"><a href="#${id}"><i aria-hidden="true" data-t="${KIND_SIGNS[kind]}"></i><b data-t="${positions.split(" → ").at(-1) ?? ""}"></b><span>${shortName(name, type) || "(empty)"}</span></a></li>`
}

export function outlineUnchanged(run: readonly CellDiff[]): Html {
  return html`<li class="same"><span>${unchangedCells(run).replace(/ unchanged cells?/, " unchanged")}</span></li>`
}
