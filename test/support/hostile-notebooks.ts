import type { Attack } from "./attacks.js"

type Json = string | number | null | readonly Json[] | { readonly [key: string]: Json }

/** Where in a notebook others write: each place makes a cell out of one text, or a part of the notebook. */
type Place = (text: string, attack: Attack) => Json

/** Two versions of a notebook that holds every attack in every place: `before` and `after` differ in a word of each, so
 *  that each is shown as a change. */
export function hostileNotebooks(attacks: readonly Attack[]): {
  readonly before: string
  readonly after: string
} {
  return { before: notebookOf(attacks, "old"), after: notebookOf(attacks, "new") }
}

function notebookOf(attacks: readonly Attack[], word: string): string {
  const alone = Object.values(ALONE).flatMap(({ kinds, place }) =>
    attacks
      .filter(({ kind }) => kinds === "all" || kinds.includes(kind))
      .map((attack) => place(worded(attack.text, word), attack)),
  )
  const joined = Object.values(JOINED).flatMap((place) =>
    chunks(attacks).map((some) =>
      place(some.map(({ text }) => worded(text, word)).join("\n"), some[0] as Attack),
    ),
  )
  const cells = [...alone, ...joined].map((cell, at) => ({ id: `cell-${at}`, ...(cell as object) }))
  const all = attacks.map(({ text }) => worded(text, word)).join("\n")
  return JSON.stringify({ cells, metadata: notebookMetadata(all), nbformat: 4, nbformat_minor: 5 })
}

function worded(text: string, word: string): string {
  return `${word} words\n\n${text}\n\n${word} more`
}

/** Attacks that one cell takes where all of a text is escaped alike. */
const AT_ONCE = 24

function chunks(attacks: readonly Attack[]): readonly (readonly Attack[])[] {
  return attacks.flatMap((_, at) => (at % AT_ONCE === 0 ? [attacks.slice(at, at + AT_ONCE)] : []))
}

/** Places whose text is read as a language: an attack that is not closed would hide the next. */
const ALONE: Readonly<Record<string, LanguagePlace>> = {
  markdown: { kinds: "all", place: (text) => markdown(text) },
  html: { kinds: ["html", "svg"], place: (text) => code([display({ "text/html": text })]) },
  "html of a table": { kinds: ["html"], place: (text) => code([display({ "text/html": table(text) })]) },
  "markdown output": {
    kinds: ["markdown", "latex"],
    place: (text) => code([display({ "text/markdown": text })]),
  },
  latex: { kinds: ["latex"], place: (text) => code([display({ "text/latex": text })]) },
  svg: { kinds: ["svg"], place: (text) => code([display({ "image/svg+xml": bare(text) })]) },
}

interface LanguagePlace {
  /** Attacks that mean something there. */
  readonly kinds: "all" | readonly Attack["kind"][]
  readonly place: Place
}

/** Places whose text is only text. */
const JOINED: Readonly<Record<string, Place>> = {
  source: (text) => code([], text),
  raw: (text) => ({ cell_type: "raw", metadata: { raw_mimetype: text, format: text }, source: text }),
  stream: (text) => code([{ output_type: "stream", name: "stdout", text }]),
  "stream of an odd name": (text) => code([{ output_type: "stream", name: text, text: "x" }]),
  "text with links for a terminal": (text) =>
    code([
      { output_type: "stream", name: "stderr", text: `\x1b]8;;${text}\x07link\x1b]8;;\x07\x1b[31m${text}` },
    ]),
  error: (text) => code([{ output_type: "error", ename: text, evalue: text, traceback: [text, text] }]),
  plain: (text) => code([display({ "text/plain": text })]),
  javascript: (text) => code([display({ "application/javascript": text, "text/plain": text })]),
  "a type's name": (text) => code([display({ [text]: text })]),
  json: (text) => code([display({ "application/json": { [text]: text } })]),
  plotly: (text) =>
    code([display({ "application/vnd.plotly.v1+json": { data: [text], layout: { title: text } } })]),
  vega: (text) =>
    code([display({ "application/vnd.vegalite.v5+json": { $schema: text, data: { url: text } } })]),
  widget: (text) => code([display({ "application/vnd.jupyter.widget-view+json": { model_id: text } })]),
  "a picture's bytes": (text) => code([display({ "image/png": text, "image/jpeg": `AAAA"${text}` })]),
  "a picture's size": (text) =>
    code([{ ...display({ "image/png": PIXEL }), metadata: { "image/png": { width: text, height: text } } }]),
  "an output's metadata": (text) =>
    code([{ ...display({ "text/html": "x" }), metadata: { isolated: text } }]),
  attachment: (text) => ({
    ...markdown(`![a](attachment:${text.replace(/\s/g, "")})`),
    attachments: { [text]: { "image/png": PIXEL, [text]: text }, "x.svg": { "image/svg+xml": text } },
  }),
  metadata: (text) => ({
    ...code([], "x"),
    metadata: { [text]: text, tags: [text], name: text, slideshow: text },
  }),
}

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

function markdown(source: string) {
  return { cell_type: "markdown", metadata: {}, source } as const
}

function code(outputs: readonly Json[], source = "show()") {
  return { cell_type: "code", execution_count: null, metadata: {}, outputs, source } as const
}

function display(data: Readonly<Record<string, Json>>) {
  return { output_type: "display_data", metadata: {}, data } as const
}

function table(text: string): string {
  const head = `<thead><tr><th></th><th>${text}</th></tr></thead>`
  return `<table class="dataframe">${head}<tbody><tr><th>0</th><td>${text}</td></tr></tbody></table>`
}

/** A picture that has words around it is none. */
function bare(text: string): string {
  return text.replace(/^.*?\n\n|\n\n.*?$/g, "")
}

function notebookMetadata(text: string): Json {
  return {
    kernelspec: { name: text, display_name: text, language: text },
    language_info: { name: text, codemirror_mode: text, pygments_lexer: text, file_extension: text },
    title: text,
    authors: [{ name: text }],
  }
}
