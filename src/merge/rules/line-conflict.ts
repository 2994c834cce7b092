/** One conflict place, as a rule sees it: what the lines are in each version, and what surrounds them. */
export interface LineConflict {
  readonly base: readonly string[]
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
  /** The lines of the merged text before and after these; of a conflict among them, the base's. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  /** In lower case as notebooks name it; "markdown" for text, "" where nothing is known about the lines. */
  readonly language: string
}

/** Returns the lines that the conflict is resolved to, undefined where the rule does not apply. Exchanging the sides
 *  changes nothing but which of them comes first. */
export type LineRule = (conflict: LineConflict) => readonly string[] | undefined
