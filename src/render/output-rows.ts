import { splitLines, withoutEnding } from "../diff/lines.js"
import type { OutputRun } from "../normalize/output-run.js"
import { ansiLines } from "./ansi-text.js"
import { linesWithoutEscapes, outputText } from "./output-text.js"
import { outputWords } from "./output-words.js"
import { counted } from "./quantity.js"
import { safeText } from "./safe-text.js"
import { run, type StyledLine, wrapped } from "./styled-line.js"
import type { TerminalOptions } from "./view-options.js"

/** An output to be read, behind a bar: its text in its own colours where there are colours, else a line that
 *  says what it is. */
export function outputRows(
  output: OutputRun,
  { palette, width, outputs }: TerminalOptions,
): readonly StyledLine[] {
  const hasColours = palette.meta !== ""
  const whole = outputText(output)
  const text = hasColours ? whole : linesWithoutEscapes(whole)
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
