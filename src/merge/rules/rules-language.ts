import type { Cell } from "../../notebook/model.js"

/** Returns the language by which the rules read a cell that all versions write in one; "" where they do not, or where a
 *  magic hands the cell to another program. */
export function rulesLanguage(versions: readonly Cell[], languageOf: (cell: Cell) => string): string {
  const languages = new Set(versions.map((cell) => (isHandedOver(cell) ? "" : languageOf(cell))))
  const [language = ""] = languages
  return languages.size === 1 ? language : ""
}

/** Cell magics below which the cell is code like any other. */
const TRANSPARENT: ReadonlySet<string> = new Set(["time", "timeit", "capture", "prun", "memit", "mprun"])

function isHandedOver({ type, source }: Cell): boolean {
  const magic = type === "code" ? /^\s*%%(\w+)/.exec(source)?.[1] : undefined
  return magic !== undefined && !TRANSPARENT.has(magic)
}
