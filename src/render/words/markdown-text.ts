import { safeText } from "../ink/safe-text.js"

/** The text as code inside a line of Markdown: it is shown as it is, and nothing in it means anything to
 *  Markdown, to HTML, or to a host that looks for names and links. */
export function codeSpan(text: string): string {
  const shown = safeText(text)
  if (shown.trim() === "") return ""
  const fence = "`".repeat(longestRun(shown) + 1)
  return /^[` ]|[` ]$/.test(shown) ? `${fence} ${shown} ${fence}` : fence + shown + fence
}

/** The same in a table, where a bar would end the table's cell, in code too. */
export function tableCode(text: string): string {
  return codeSpan(text).replaceAll("|", "\\|")
}

/** Lines as a block of code in a language that the host may color. */
export function codeBlock(lines: string, language: string): string {
  const fence = "`".repeat(Math.max(SHORTEST_FENCE, longestRun(lines) + 1))
  return `${fence}${language}\n${lines}${fence}\n`
}

const SHORTEST_FENCE = 3

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0)
}
