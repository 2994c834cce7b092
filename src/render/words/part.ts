import type { Section } from "./section.js"

/** A part of what is shown of a cell. */
export type Part = TextPart | NotePart

/** Lines of a text in two versions. */
export interface TextPart {
  readonly kind: "text"
  readonly section: Section
  /** Both texts whole: what colors code has to see all of it. */
  readonly before: string
  readonly after: string
  /** Languages of the two, "" for what is not code. */
  readonly languageBefore: string
  readonly languageAfter: string
  /** The text is elsewhere: what did not change of it is shown dimmed. */
  readonly moved: boolean
  /** Where further cells begin in a text that is several: their positions from 1, by line from 0. */
  readonly cutsBefore: ReadonlyMap<number, number>
  readonly cutsAfter: ReadonlyMap<number, number>
}

/** A line of our own words: `output: table, 312 → 298 rows`. */
export interface NotePart {
  readonly kind: "note"
  readonly label: string
  readonly text: string
}

export function note(label: string, text: string): NotePart {
  return { kind: "note", label, text }
}

/** A text that is not code and was cut nowhere. */
export function textPart(section: Section, before: string, after: string): TextPart {
  return { ...PLAIN_TEXT, section, before, after }
}

const PLAIN_TEXT = {
  kind: "text",
  languageBefore: "",
  languageAfter: "",
  moved: false,
  cutsBefore: new Map<number, number>(),
  cutsAfter: new Map<number, number>(),
} as const
