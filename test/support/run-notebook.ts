/** How `runNotebook` makes its notebook. */
export interface NotebookRun {
  /** What the outputs say, so that two runs differ. Undefined: not run, or stripped. */
  readonly label?: string
  /** Whether cells carry an id made from their first word. */
  readonly ids?: boolean
}

/** A notebook file of code cells with these sources, as Jupyter leaves it after a run: each cell with its count
 *  and one output, `<label>: <source>`. */
export function runNotebook(sources: readonly string[], { label, ids = true }: NotebookRun = {}): string {
  const cells = sources.map((source, i) => ({
    cell_type: "code",
    execution_count: label === undefined ? null : i + 1,
    ...(ids ? { id: source.split(/\W/, 1)[0] } : {}),
    metadata: {},
    outputs:
      label === undefined ? [] : [{ name: "stdout", output_type: "stream", text: [`${label}: ${source}\n`] }],
    source: [source],
  }))
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: ids ? 5 : 4 }, null, 1)}\n`
}

/** What each cell shows: the label of the run that made its output, or "" where it has none. */
export function shownRuns(file: string): readonly string[] {
  const { cells } = JSON.parse(file) as { cells: { outputs: { text: string[] }[] }[] }
  return cells.map(({ outputs }) => outputs[0]?.text[0]?.split(":", 1)[0] ?? "")
}
