import {
  endOf,
  isListOfStrings,
  itemsOf,
  type JsonValue,
  kindOf,
  rawTextOf,
  startOf,
  stringOf,
} from "./json/json-value.js"

/** How multi-line text (a source, a stream's text) is held in JSON. */
export interface TextStyle {
  readonly form: "list" | "string"
  readonly split: TextSplit
  /** What stands for a text without a character. */
  readonly empty: "[]" | '[""]' | '""'
  /** Whether a list may leave its lines' endings out: so in nbformat 2 and 3. From 4 on nothing is between a
   *  list's strings, and one without line endings is one line. */
  readonly bare: boolean
}

/** Where a list is cut:
 *  `python`: after every line ending that Python's `splitlines` knows, `newline`: after `\n` only,
 *  `rest`: after `\n`, with an empty string after a final one, `whole`: nowhere,
 *  `bare`: at each `\n`, which is left out (nbformat 2 and 3). */
export type TextSplit = "python" | "newline" | "rest" | "whole" | "bare"

export const NBFORMAT_TEXT: TextStyle = { form: "list", split: "python", empty: "[]", bare: false }

/** The form of one text as it is; what it does not show is as in `standard`. */
export function textStyleAt(value: JsonValue, standard: TextStyle): TextStyle {
  if (kindOf(value) === "string") {
    return isEmptyString(value) ? { ...standard, empty: '""' } : { ...standard, form: "string" }
  }
  if (!isListOfStrings(value)) return standard
  const items = itemsOf(value)
  if (items.length === 0) return { ...standard, empty: "[]" }
  if (items.length === 1 && isEmptyString(items[0] as JsonValue)) return { ...standard, empty: '[""]' }
  return { ...standard, form: "list", split: splitOf(items.map(stringOf), standard.bare) ?? standard.split }
}

/** The form that most of the texts have, in a notebook of this major version; what none shows is as nbformat has
 *  it. */
export function commonTextStyle(values: readonly JsonValue[], major: number): TextStyle {
  const bare = major < 4
  const lists = values.filter((value) => kindOf(value) === "array")
  const form = lists.length * 2 >= values.length ? "list" : "string"
  const standard: TextStyle = { form, split: "python", empty: form === "list" ? "[]" : '""', bare }
  const empty = values.find(isEmptyText)
  return {
    form,
    split:
      lists.map((list) => oddSplit(list, bare)).find((split) => split !== undefined && split !== "whole") ??
      standard.split,
    empty: empty === undefined ? standard.empty : textStyleAt(empty, standard).empty,
    bare,
  }
}

/** The text as the strings of a list of this form. */
export function splitText(text: string, split: TextSplit): readonly string[] {
  switch (split) {
    case "python":
      return text.match(PYTHON_LINE) ?? []
    case "newline":
      return text.match(NEWLINE_LINE) ?? []
    case "rest":
      return text.endsWith("\n") ? [...splitText(text, "newline"), ""] : splitText(text, "newline")
    case "whole":
      return [text]
    case "bare":
      return text.split("\n")
  }
}

/** The text of a list of strings. From nbformat 4 on nothing is between them; nbformat 2 and 3 also know
 *  lists of lines whose endings were left out. */
export function joinText(items: readonly string[], major: number): string {
  return items.join(major < 4 && isBare(items) ? "\n" : "")
}

const LINE_END = "\\n\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029"
const PYTHON_LINE = new RegExp(`[^${LINE_END}]*(?:\\r\\n|[${LINE_END}])|[^${LINE_END}]+$`, "g")
const NEWLINE_LINE = /[^\n]*\n|[^\n]+$/g
/** A line ending other than `\n` that something follows. */
const OTHER_LINE_END_INSIDE = /(?:\r(?!\n)|[\v\f\x1c-\x1e\x85\u2028\u2029])(?!$)/

function splitOf(items: readonly string[], bare: boolean): TextSplit | undefined {
  const last = items.at(-1)
  if (bare && isBare(items)) return "bare"
  if (items.length === 1 && last !== undefined && /\n./s.test(last)) return "whole"
  if (last === "" && items.at(-2)?.endsWith("\n")) return "rest"
  if (items.some((item) => OTHER_LINE_END_INSIDE.test(item))) return "newline"
  return items.slice(0, -1).some((item) => !item.endsWith("\n")) ? "python" : undefined
}

function isBare(items: readonly string[]): boolean {
  return items.length > 1 && items.every((item) => !/[\n\r]$/.test(item))
}

/** How the list is split, where its own bytes can show anything but plain lines. */
function oddSplit(list: JsonValue, bare: boolean): TextSplit | undefined {
  return isListOfStrings(list) && itemsOf(list).length > 0
    ? splitOf(itemsOf(list).map(stringOf), bare)
    : undefined
}

function isEmptyString(value: JsonValue): boolean {
  return endOf(value) - startOf(value) === 2 && kindOf(value) === "string"
}

function isEmptyText(value: JsonValue): boolean {
  const text = rawTextOf(value)
  return (
    text === "[]" ||
    text === '""' ||
    (kindOf(value) === "array" && textStyleAt(value, NBFORMAT_TEXT).empty === '[""]')
  )
}
