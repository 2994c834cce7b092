import { booleanValue, type GitConfig, lastValue } from "../repository/config.js"
import type { Environment } from "../repository/git-process.js"

/** Whether git itself would write a diff in color to this standard output: by `color.diff` or else `color.ui`,
 *  and on "auto" where it is a terminal, or a pager that git has put before one. NO_COLOR, which git does not
 *  know, turns off what nobody has asked for by "always". */
export function wantsColor(config: GitConfig, environment: Environment, isTerminal: boolean): boolean {
  switch (colorChoice(config)) {
    case "always":
      return true
    case "never":
      return false
    case "auto":
      return !environment.NO_COLOR && showsColor(config, environment, isTerminal)
  }
}

/** The parts of a diff that git's config can color. */
const DIFF_SLOTS = [
  "context",
  "meta",
  "frag",
  "func",
  "old",
  "new",
  "commit",
  "whitespace",
  "oldMoved",
  "newMoved",
  "contextDimmed",
  "oldDimmed",
  "newDimmed",
  "contextBold",
  "oldBold",
  "newBold",
] as const

/** The words that differ within two lines, which git's contributed diff-highlight colors by settings of its own. */
const HIGHLIGHT_SLOTS = ["oldHighlight", "newHighlight"] as const

type DiffSlot = (typeof DIFF_SLOTS)[number] | (typeof HIGHLIGHT_SLOTS)[number]

/** Escape sequences by slot; an empty one is "normal". */
export type DiffColors = Readonly<Partial<Record<DiffSlot, string>>>

/** The colors that the user has set in `color.diff.<slot>`, or under its older names, and in
 *  `color.diff-highlight.<slot>`. A value that is not a color counts as not set. */
export function diffColors(config: GitConfig): DiffColors {
  return Object.fromEntries(
    [...DIFF_SLOTS, ...HIGHLIGHT_SLOTS].flatMap((slot) => {
      const color = slotColor(config, slot)
      return color === undefined ? [] : [[slot, color]]
    }),
  )
}

/** The escape sequence of a value such as "bold red blue", or undefined for what is not a color: up to two
 *  colors, of text and of background, and any attributes, in any order.
 *  @internal */
export function parseColor(value: string): string | undefined {
  const colors: Color[] = []
  const attributes = new Set<number>()
  let reset = false
  for (const word of value.toLowerCase().split(/\s+/).filter(Boolean)) {
    const color = colors.length < 2 ? parseColorWord(word) : undefined
    const attribute = attributeCode(word)
    if (word === "reset") reset = true
    else if (color !== undefined) colors.push(color)
    else if (attribute !== undefined) attributes.add(attribute)
    else return undefined
  }
  const codes = [...[...attributes].sort((a, b) => a - b).map(String), ...colors.flatMap(colorCodes)]
  if (codes.length === 0 && !reset) return ""
  return `\x1b[${[...(reset ? [""] : []), ...codes].join(";")}m`
}

type Choice = "always" | "never" | "auto"

function colorChoice(config: GitConfig): Choice {
  for (const key of ["color.diff", "diff.color", "color.ui"]) {
    const choice = parseChoice(config, key)
    if (choice !== undefined) return choice
  }
  return "auto"
}

/** git takes "true" for "auto". */
function parseChoice(config: GitConfig, key: string): Choice | undefined {
  const value = lastValue(config, key)?.toLowerCase()
  if (value === undefined || value === "always" || value === "never" || value === "auto") return value
  return booleanValue(config, key) === false ? "never" : "auto"
}

function showsColor(config: GitConfig, environment: Environment, isTerminal: boolean): boolean {
  const paged = isTrue(environment.GIT_PAGER_IN_USE) && booleanValue(config, "color.pager") !== false
  return (isTerminal || paged) && environment.TERM !== undefined && environment.TERM !== "dumb"
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && booleanValue(new Map([["", [value]]]), "") === true
}

function slotColor(config: GitConfig, slot: DiffSlot): string | undefined {
  const set = slotKeys(slot)
    .map((key) => lastValue(config, key))
    .find((value) => value !== undefined)
  return set === undefined ? undefined : parseColor(set)
}

function slotKeys(slot: DiffSlot): readonly string[] {
  const name = slot.toLowerCase()
  if (slot === "oldHighlight" || slot === "newHighlight") return [`color.diff-highlight.${name}`]
  const NAMES = slot === "context" ? [name, "plain"] : [name]
  return NAMES.flatMap((one) => [`color.diff.${one}`, `diff.color.${one}`])
}

/** "normal" takes the place of a color and writes nothing. */
type Color =
  | { readonly kind: "normal" }
  | { readonly kind: "ansi"; readonly code: number }
  | { readonly kind: "extended"; readonly code: string }

const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

/** Codes of a text color; those of a background are ten higher. */
const FOREGROUND = 30
const BRIGHT_FOREGROUND = 90
const BACKGROUND_OFFSET = 10

function parseColorWord(word: string): Color | undefined {
  if (word === "normal" || word === "-1") return { kind: "normal" }
  if (word === "default") return { kind: "ansi", code: FOREGROUND + 9 }
  const name = NAMES.indexOf(word)
  if (name >= 0) return { kind: "ansi", code: FOREGROUND + name }
  const bright = word.startsWith("bright") ? NAMES.indexOf(word.slice("bright".length)) : -1
  if (bright >= 0) return { kind: "ansi", code: BRIGHT_FOREGROUND + bright }
  return word.startsWith("#") ? parseHex(word.slice(1)) : parseNumber(word)
}

function parseHex(digits: string): Color | undefined {
  if (!/^([0-9a-f]{3}){1,2}$/.test(digits)) return undefined
  const full = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits
  const parts = [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16))
  return { kind: "extended", code: `2;${parts.join(";")}` }
}

function parseNumber(word: string): Color | undefined {
  const number = /^\d{1,3}$/.test(word) ? Number(word) : 256
  if (number < 8) return { kind: "ansi", code: FOREGROUND + number }
  if (number < 16) return { kind: "ansi", code: BRIGHT_FOREGROUND + number - 8 }
  return number < 256 ? { kind: "extended", code: `5;${number}` } : undefined
}

/** The first color is the text's, the second the background's. */
function colorCodes(color: Color, position: number): readonly string[] {
  switch (color.kind) {
    case "normal":
      return []
    case "ansi":
      return [String(color.code + (position === 0 ? 0 : BACKGROUND_OFFSET))]
    case "extended":
      return [`${position === 0 ? 38 : 48};${color.code}`]
  }
}

/** Turning bold off and turning dim off are one code. */
const ATTRIBUTE_CODES: Readonly<Record<string, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  ul: [4, 24],
  blink: [5, 25],
  reverse: [7, 27],
  strike: [9, 29],
}

function attributeCode(word: string): number | undefined {
  const [, no, name] = /^(no-?)?([a-z]+)$/.exec(word) ?? []
  return ATTRIBUTE_CODES[name ?? ""]?.[no === undefined ? 0 : 1]
}
