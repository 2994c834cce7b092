import { splitLines, withoutEnding } from "../diff/text/lines.js"
import type { OutputRun } from "../normalize/outputs/output-run.js"
import { ansiLines } from "./ink/ansi-text.js"
import { safeText } from "./ink/safe-text.js"
import { run, type StyledLine, wrapped } from "./ink/styled-line.js"
import { linesWithoutEscapes, outputText } from "./words/output-text.js"
import { outputWords } from "./words/output-words.js"
import { counted } from "./words/quantity.js"
import type { TerminalOptions } from "./words/view-options.js"

/** An output to be read, after a bar: its text in its own colors where there are colors, else a line that
 *  says what it is. */
export function outputRows(
  output: OutputRun,
  { palette, width, outputs }: TerminalOptions,
): readonly StyledLine[] {
  const hasColors = palette.meta !== ""
  const whole = outputText(output)
  const text = hasColors ? whole : linesWithoutEscapes(whole)
  const bar = run("  │ ", palette.contextDimmed)
  const isError = output[0]?.type === "error"
  const words =
    text === "" || isError ? [[run("  → ", palette.contextDimmed), run(safeText(outputWords(output)))]] : []
  const lines = splitLines(text).map(withoutEnding)
  const shown = outputs === "show" ? lines : lines.slice(0, SHORT_OUTPUT)
  const rest = lines.length - shown.length
  return [
    ...words,
    ...ansiLines(shown, "").flatMap((line) =>
      wrapped(line, Math.max(width - BAR_WIDTH, BAR_WIDTH)).map((row) => [bar, ...row]),
    ),
    ...(rest > 0 ? [[bar, run(`⋯ ${counted(rest, "more line")}`, palette.contextDimmed)]] : []),
  ]
}

const BAR_WIDTH = 4

/** Lines of an output that are shown unless all are asked for. */
const SHORT_OUTPUT = 12
