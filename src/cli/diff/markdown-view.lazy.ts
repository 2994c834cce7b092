import { NO_PALETTE } from "../../render/ink/palette.js"
import { COMMENT_LIMIT, renderMarkdown } from "../../render/markdown.js"
import { patchText } from "../../render/patch-text.js"
import { codeBlock, codeSpan } from "../../render/words/markdown-text.js"
import type { ViewOptions } from "../../render/words/view-options.js"
import type { DiffView } from "./diff-view.js"

/** All files together are held to what one comment holds. */
export function markdownView(options: ViewOptions): DiffView {
  let room = COMMENT_LIMIT
  const paragraph = (text: string): readonly string[] => {
    const spaced = room < COMMENT_LIMIT && text !== "" ? `\n${text}` : text
    room -= spaced.length
    return [spaced]
  }
  return {
    showsEqual: false,
    comparesImages: true,
    notebooks: ({ names }, diff, comparePixels) =>
      paragraph(renderMarkdown(diff, names, { ...options, comparePixels, limit: Math.max(0, room) })),
    text({ names }, patch) {
      const block = codeBlock(patchText(patch, NO_PALETTE), "diff")
      const body = block.length > room ? "not shown: the comment is full\n" : block
      return paragraph(`### ${codeSpan(names.path)}\n\n${body}`)
    },
    unmerged: (path) => paragraph(`### ${codeSpan(path)}\n\nunmerged\n`),
    end: () => [],
  }
}
