import { type Output, parseNotebook } from "../../src/notebook/model.js"

/** An output as JavaScript's values, before it is spelt as JSON. */
export type OutputSketch = { readonly output_type: string; readonly [key: string]: unknown }

const encoder = new TextEncoder()

/** The outputs of a cell that holds these, as the model reads them from a file of this major version. */
export function outputsOf(
  sketches: readonly OutputSketch[],
  major: 3 | 4 = 4,
  indent = 1,
): readonly Output[] {
  const cells = [
    { cell_type: "code", metadata: {}, [major === 3 ? "input" : "source"]: [], outputs: sketches },
  ]
  const notebook =
    major === 3
      ? { nbformat: 3, nbformat_minor: 0, metadata: {}, worksheets: [{ cells }] }
      : { nbformat: 4, nbformat_minor: 5, metadata: {}, cells }
  return parseNotebook(encoder.encode(JSON.stringify(notebook, null, indent))).cells[0]?.outputs ?? []
}

export function stream(text: string | readonly string[], name = "stdout"): OutputSketch {
  return { output_type: "stream", name, text }
}

export function display(data: { readonly [mime: string]: unknown }, metadata: object = {}): OutputSketch {
  return { output_type: "display_data", data, metadata }
}

export function result(data: { readonly [mime: string]: unknown }, count: number | null = 1): OutputSketch {
  return { output_type: "execute_result", data, metadata: {}, execution_count: count }
}

export function failure(ename: string, evalue: string, traceback: readonly string[]): OutputSketch {
  return { output_type: "error", ename, evalue, traceback }
}

export function html(text: string): OutputSketch {
  return display({ "text/html": text, "text/plain": "<IPython.core.display.HTML object>" })
}

/** A PNG's first bytes, enough to tell its size, and some more that stand for its pixels. */
export function png(width: number, height: number, pixels = 0): string {
  const bytes = Buffer.alloc(40, pixels)
  Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1").copy(bytes)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes.toString("base64")
}
