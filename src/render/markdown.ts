import type { NotebookDiff } from "../diff/model/notebook-diff.js"
import { summarize } from "../diff/summary.js"
import { type MarkdownFile, markdownComment } from "./markdown-comment.js"
import { type Block, blocksOf } from "./parts/blocks.js"
import { partLines } from "./plain.js"
import { diffOfFile, type FileNames, fileEvents } from "./words/file-names.js"
import { codeBlock, codeSpan, tableCode } from "./words/markdown-text.js"
import { summaryWords } from "./words/summary-words.js"
import type { ViewOptions } from "./words/view-options.js"

export interface MarkdownOptions extends ViewOptions {
  /** Characters that the text does not exceed. */
  readonly limit: number
}

/** A notebook's diff as Markdown for a pull request's comment: a summary, a table of the cells that changed, and
 *  each cell's diff in a fenced block. All that comes from the notebook is code to Markdown. */
export function renderMarkdown(diff: NotebookDiff, names: FileNames, options: MarkdownOptions): string {
  const file = markdownFile(diff, names, options)
  return file === undefined ? "" : markdownComment([file], options.limit)
}

/** The same, not yet cut to a limit; undefined where neither the notebook nor the file changed. */
export function markdownFile(
  whole: NotebookDiff,
  names: FileNames,
  options: MarkdownOptions,
): MarkdownFile | undefined {
  const diff = diffOfFile(whole, names)
  const words = [...fileEvents(names), ...summaryWords(summarize(diff)).map(({ text }) => text)]
  if (words.length === 0) return undefined
  const blocks = [...blocksOf(diff, { ...options, words: false })].filter(
    (block) => block.kind !== "unchanged",
  )
  const title = `### ${pathSpan(names)}\n\n${words.join(" · ")}\n`
  return { kind: "notebook", title, rows: blocks.map(cellRow), ...details(blocks, options.limit) }
}

type ShownBlock = Exclude<Block, { readonly kind: "unchanged" }>

function pathSpan({ path, oldPath }: FileNames): string {
  return oldPath === undefined || oldPath === path
    ? codeSpan(path)
    : `${codeSpan(oldPath)} → ${codeSpan(path)}`
}

function cellRow(block: ShownBlock): string {
  if (block.kind === "notebook") return "| notebook | | metadata changed | |\n"
  const { positions, type, events, name } = block.title
  return `| ${positions} | ${typeWords(type, tableCode)} | ${events.join(", ")} | ${tableCode(shortName(name))} |\n`
}

/** nbformat's own types need no disguise. */
function typeWords(type: string, code: (text: string) => string): string {
  return /^(?:code|markdown|raw)(?: → (?:code|markdown|raw))?$/.test(type) ? type : code(type)
}

/** Characters of a name that fit into a table beside the rest. */
const LONGEST_NAME = 60

function shortName(name: string): string {
  const characters = [...name]
  return characters.length <= LONGEST_NAME ? name : `${characters.slice(0, LONGEST_NAME - 1).join("")}…`
}

/** Each block's diff, of which no more than `limit` characters are of use. */
function details(
  blocks: readonly ShownBlock[],
  limit: number,
): { readonly details: readonly string[]; readonly others: number } {
  const texts: string[] = []
  let length = 0
  for (const block of blocks) {
    if (length > limit) break
    const text = blockDetails(block)
    texts.push(text)
    length += text.length
  }
  return { details: texts, others: blocks.length - texts.length }
}

function blockDetails(block: ShownBlock): string {
  const lines = block.parts.flatMap((part) => [...partLines(part)]).join("")
  const body = lines === "" ? "" : `\n${codeBlock(lines, "diff")}`
  if (block.kind === "notebook") return `\n**notebook**\n${body}`
  const { positions, type, events } = block.title
  return `\n**${positions}** · ${typeWords(type, codeSpan)} · ${events.join(", ")}\n${body}`
}
