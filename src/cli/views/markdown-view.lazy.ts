import { NO_PALETTE } from "../../render/ink/palette.js"
import { markdownFile } from "../../render/markdown.js"
import { type MarkdownFile, markdownComment } from "../../render/markdown-comment.js"
import { patchText } from "../../render/patch-text.js"
import { codeBlock, codeSpan } from "../../render/words/markdown-text.js"
import type { ViewOptions } from "../../render/words/view-options.js"
import type { DiffView } from "./diff-view.js"

/** All files together are held to `limit` characters, so all of them come at the end. */
export function markdownView(options: ViewOptions, limit: number): DiffView {
  const files: MarkdownFile[] = []
  const add = (file: MarkdownFile | undefined): readonly string[] => {
    if (file !== undefined) files.push(file)
    return []
  }
  return {
    showsEqual: false,
    comparesImages: true,
    notebooks: ({ names }, diff, comparePixels) =>
      add(markdownFile(diff, names, { ...options, comparePixels, limit })),
    text({ names }, patch) {
      const details = [`\n${codeBlock(patchText(patch, NO_PALETTE), "diff")}`]
      return add({ kind: "text", title: titleOf(names.path), rows: [], details, others: 0 })
    },
    unmerged: (path) =>
      add({ kind: "unmerged", title: `${titleOf(path)}\nunmerged\n`, rows: [], details: [], others: 0 }),
    end: () => [markdownComment(files, limit)],
  }
}

function titleOf(path: string): string {
  return `### ${codeSpan(path)}\n`
}
