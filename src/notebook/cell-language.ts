import { textOf, valueAt } from "./json/json-value.js"
import type { Cell, Notebook } from "./model.js"

/** The language that a cell is written in, in lower case; "" where nothing tells. */
export function languageOf(notebook: Notebook, cell: Cell): string {
  switch (cell.type) {
    case "markdown":
      return "markdown"
    case "raw":
      return ""
  }
  return (magicLanguage(cell.source) || ownLanguage(cell) || notebookLanguage(notebook)).toLowerCase()
}

/** Cell magics whose cell is written in another language than the notebook. */
const MAGIC_LANGUAGES: { readonly [magic: string]: string } = {
  bash: "bash",
  sh: "bash",
  script: "bash",
  "!": "bash",
  sql: "sql",
  bigquery: "sql",
  html: "html",
  svg: "html",
  javascript: "javascript",
  js: "javascript",
  r: "r",
  julia: "julia",
  ruby: "ruby",
  perl: "perl",
  latex: "latex",
  markdown: "markdown",
  cython: "python",
}

function magicLanguage(source: string): string {
  const magic = /^\s*%%(\w+|!)/.exec(source)?.[1]?.toLowerCase()
  return (magic !== undefined && Object.hasOwn(MAGIC_LANGUAGES, magic) && MAGIC_LANGUAGES[magic]) || ""
}

/** What notebooks of several languages say of each cell. */
const CELL_LANGUAGE_PATHS = [
  ["vscode", "languageId"],
  ["polyglot_notebook", "kernelName"],
  ["dotnet_interactive", "language"],
  ["azdata", "language"],
] as const

function ownLanguage({ metadata }: Cell): string {
  return (
    CELL_LANGUAGE_PATHS.map((path) => textOf(valueAt(metadata, ...path))).find((name) => name !== "") ?? ""
  )
}

function notebookLanguage({ metadata }: Notebook): string {
  return (
    textOf(valueAt(metadata, "language_info", "name")) ||
    textOf(valueAt(metadata, "kernelspec", "language")) ||
    (/^(?:python|ir\b|julia)/.exec(textOf(valueAt(metadata, "kernelspec", "name")))?.[0] ?? "python")
  )
}
