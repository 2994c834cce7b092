import { expect } from "vitest"
import { nbdiff } from "../../support/program.js"
import { type Repository, repository } from "../../support/repository.js"

export interface CellSketch {
  readonly id: string
  readonly source: string
  readonly output?: string
  readonly metadata?: object
}

export function notebook(...cells: readonly CellSketch[]): string {
  const json = cells.map(({ id, source, output, metadata }) => ({
    cell_type: "code",
    execution_count: output === undefined ? null : 1,
    id,
    metadata: metadata ?? {},
    outputs: output === undefined ? [] : [{ name: "stdout", output_type: "stream", text: [output] }],
    source: source.split(/(?<=\n)/),
  }))
  return `${JSON.stringify({ cells: json, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`
}

export const base = notebook(
  { id: "a", source: "a = 1", output: "1" },
  { id: "b", source: "b = 1", output: "1" },
  { id: "c", source: "c = 1", output: "1" },
)
export const ours = notebook(
  { id: "a", source: "a = 2", output: "ours" },
  { id: "b", source: "b = 2", output: "ours b" },
  { id: "c", source: "c = 1", output: "1" },
)
export const theirs = notebook(
  { id: "a", source: "a = 3", output: "theirs" },
  { id: "c", source: "c = 3", output: "theirs c" },
)

/** `main` and `topic` changed one notebook, and the merge has stopped. */
export function conflicted(
  options: { driver?: boolean; style?: string; versions?: readonly [string, string, string] } = {},
): Repository {
  const [o, a, b] = options.versions ?? [base, ours, theirs]
  const repo = repository()
  repo.commit("base", { "a.ipynb": o })
  repo.git("checkout", "-q", "-b", "topic")
  repo.commit("theirs", { "a.ipynb": b })
  repo.git("checkout", "-q", "main")
  repo.commit("ours", { "a.ipynb": a })
  if (options.driver !== false) nbdiff(repo, ["install"])
  repo.git("config", "merge.conflictStyle", options.style ?? "merge")
  expect(repo.tryGit("merge", "topic").status).toBe(1)
  return repo
}

export function resolve(repo: Repository, ...args: readonly string[]) {
  return nbdiff(repo, ["resolve", ...args])
}

export function shape(text: string): readonly string[] {
  const { cells } = JSON.parse(text) as {
    cells: { id: string; source: string[]; outputs: { text: string[] }[] }[]
  }
  return cells.map(
    ({ id, source, outputs }) => `${id}: ${source.join("")} → ${outputs.map((o) => o.text.join("")).join()}`,
  )
}

export const resolvedFor = {
  ours: ["a: a = 2 → ours", "b: b = 2 → ours b", "c: c = 3 → theirs c"],
  theirs: ["a: a = 3 → theirs", "c: c = 3 → theirs c"],
  base: ["a: a = 1 → 1", "b: b = 1 → 1", "c: c = 3 → theirs c"],
  union: ["a: a = 2\na = 3 → ", "b: b = 2 → ours b", "c: c = 3 → theirs c"],
} as const

export const sides = ["ours", "theirs", "base", "union"] as const
