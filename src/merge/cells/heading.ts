import { type DraftMember, withMember } from "../../notebook/draft.js"
import { memberOf, textOf } from "../../notebook/json/json-value.js"
import type { Cell } from "../../notebook/model.js"

/** A cell's text and its other members as they are written. */
interface WrittenText {
  readonly text: string
  readonly members: readonly DraftMember[]
}

/** nbformat 3 has cells that are headings, with the level beside the text; the model shows it as `#`s in front.
 *  Whether `cell` is such a cell. */
export function isHeading({ value }: Cell): boolean {
  return textOf(memberOf(value, "cell_type")) === "heading"
}

/** A merged heading as it is written: with the level that its text says. A text that is not a heading's, such as
 *  one in conflict, makes it a markdown cell, which can hold any. */
export function writtenHeading(like: Cell, members: readonly DraftMember[], text: string): WrittenText {
  const [, mark, words = ""] = /^(#{1,6}) (.*)$/s.exec(text) ?? []
  if (mark === undefined) {
    const type = { kind: "string", text: "markdown" } as const
    const others = members.filter(({ key }) => key !== "level")
    return { text, members: withMember(others, "cell_type", type, "sorted") }
  }
  if (like.source.startsWith(`${mark} `)) return { text: words, members }
  const level = { kind: "literal", text: String(mark.length) } as const
  return { text: words, members: withMember(members, "level", level, "sorted") }
}
