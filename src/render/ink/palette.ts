/** What a stretch of a view is. The first fifteen are git's `color.diff.<slot>` by name and meaning. */
export type Slot =
  | "context"
  | "meta"
  | "frag"
  | "func"
  | "old"
  | "new"
  | "whitespace"
  | "oldMoved"
  | "newMoved"
  | "contextDimmed"
  | "oldDimmed"
  | "newDimmed"
  | "contextBold"
  | "oldBold"
  | "newBold"
  /** Words that differ within two lines that are alike. */
  | "oldHighlight"
  | "newHighlight"
  | SyntaxSlot

/** What a stretch of code is. */
export type SyntaxSlot =
  | "keyword"
  | "string"
  | "number"
  | "comment"
  | "title"
  | "type"
  | "magic"
  | "strong"
  | "emphasis"

/** The escape sequence that begins each slot; an empty one leaves the text as it is. */
export type Palette = Readonly<Record<Slot, string>> & {
  /** Slots that look different in a line that came or went, whose own color is to be seen. */
  readonly changed: Readonly<Partial<Record<SyntaxSlot, string>>>
  /** Whether the color of a changed line is a background, which then goes on to the line's end. */
  readonly filled: boolean
}

/** Ends whatever a slot began, as git does. */
export const RESET = "\x1b[m"

const NONE: Palette = {
  context: "",
  meta: "",
  frag: "",
  func: "",
  old: "",
  new: "",
  whitespace: "",
  oldMoved: "",
  newMoved: "",
  contextDimmed: "",
  oldDimmed: "",
  newDimmed: "",
  contextBold: "",
  oldBold: "",
  newBold: "",
  oldHighlight: "",
  newHighlight: "",
  keyword: "",
  string: "",
  number: "",
  comment: "",
  title: "",
  type: "",
  magic: "",
  strong: "",
  emphasis: "",
  changed: {},
  filled: false,
}

/** No escape sequence at all. */
export const NO_PALETTE: Palette = NONE

/** The terminal's own sixteen colors, of which its owner has seen to it that they can be read; neither black
 *  nor white, so that it does not matter which of them the background is. Of a changed line's code only the
 *  weight and the slant are shown, since its color says what became of the line. */
export const ANSI_PALETTE: Palette = {
  ...NONE,
  meta: "\x1b[1m",
  frag: "\x1b[36m",
  func: "\x1b[1m",
  old: "\x1b[31m",
  new: "\x1b[32m",
  whitespace: "\x1b[41m",
  oldMoved: "\x1b[35m",
  newMoved: "\x1b[35m",
  contextDimmed: "\x1b[2m",
  oldDimmed: "\x1b[2;31m",
  newDimmed: "\x1b[2;32m",
  contextBold: "\x1b[1m",
  oldBold: "\x1b[1;31m",
  newBold: "\x1b[1;32m",
  oldHighlight: "\x1b[7m",
  newHighlight: "\x1b[7m",
  keyword: "\x1b[35m",
  string: "\x1b[36m",
  number: "\x1b[36m",
  comment: "\x1b[2;3m",
  title: "\x1b[34m",
  type: "\x1b[34m",
  magic: "\x1b[33m",
  strong: "\x1b[1m",
  emphasis: "\x1b[3m",
  changed: { keyword: "\x1b[1m", comment: "\x1b[3m", strong: "\x1b[1m", emphasis: "\x1b[3m" },
}

/** Tinted lines with the code's colors on them: for a terminal of 256 colors whose background is known. */
export const DARK_PALETTE: Palette = {
  ...ANSI_PALETTE,
  old: "\x1b[48;5;52m",
  new: "\x1b[48;5;22m",
  oldBold: "\x1b[1;38;5;210m",
  newBold: "\x1b[1;38;5;114m",
  oldHighlight: "\x1b[1;48;5;88m",
  newHighlight: "\x1b[1;48;5;28m",
  keyword: "\x1b[38;5;176m",
  string: "\x1b[38;5;150m",
  number: "\x1b[38;5;180m",
  comment: "\x1b[3;38;5;245m",
  title: "\x1b[38;5;111m",
  type: "\x1b[38;5;116m",
  magic: "\x1b[38;5;180m",
  changed: {},
  filled: true,
}

export const LIGHT_PALETTE: Palette = {
  ...ANSI_PALETTE,
  old: "\x1b[48;5;224m",
  new: "\x1b[48;5;194m",
  oldBold: "\x1b[1;38;5;124m",
  newBold: "\x1b[1;38;5;28m",
  oldHighlight: "\x1b[1;48;5;217m",
  newHighlight: "\x1b[1;48;5;157m",
  keyword: "\x1b[38;5;90m",
  string: "\x1b[38;5;22m",
  number: "\x1b[38;5;130m",
  comment: "\x1b[3;38;5;242m",
  title: "\x1b[38;5;25m",
  type: "\x1b[38;5;30m",
  magic: "\x1b[38;5;130m",
  changed: {},
  filled: true,
}

/** The palette with git's own settings in place of its own. Whoever sets the color of changed lines to one
 *  without a background gets lines without one. */
export function withColors(palette: Palette, colors: Partial<Record<Slot, string>>): Palette {
  const set = { ...palette, ...colors }
  const filled = /\x1b\[(?:[0-9;]*;)?(?:4[0-8]|10[0-7])[;m]/
  return { ...set, filled: palette.filled && filled.test(set.old) && filled.test(set.new) }
}
