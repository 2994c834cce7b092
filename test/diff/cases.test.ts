import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it, test } from "vitest"
import { diffNotebooks } from "../../src/diff/diff-notebooks.js"
import type { NotebookDiff } from "../../src/diff/model/notebook-diff.js"
import { summarize } from "../../src/diff/summary.js"
import { parseNotebook } from "../../src/notebook/model.js"
import { notebookText } from "../support/notebook-text.js"

/** What other tools have been seen to get wrong: a folder a case, with both notebooks and the counts that are not 0. */
const fixtures = new URL("../fixtures/cases/", import.meta.url)

interface Case {
  readonly rule: string
  readonly counts: Readonly<Record<string, number | boolean>>
}

describe.each(readdirSync(fixtures).sort())("%s", (name) => {
  const folder = new URL(`${name}/`, fixtures)
  const [a, b] = ["a", "b"].map((side) => parseNotebook(readFileSync(new URL(`${side}.ipynb`, folder))))
  const { rule, counts } = JSON.parse(readFileSync(new URL("case.json", folder), "utf8")) as Case

  test(rule, () => {
    expect(countsOf(diffNotebooks(a!, b!))).toEqual(counts)
  })
})

describe("work is bounded", () => {
  it("300 changed lines in one cell are an edit", () => {
    expect(countsOf(diffOf([text("a", 300)], [text("b", 300)]))).toMatchObject({ edited: 1 })
  })

  it("10,000 lines that all differ are one too", () => {
    expect(countsOf(diffOf([`x = 1\n${text("a", 10_000)}`], [`x = 1\n${text("b", 10_000)}`]))).toMatchObject({
      edited: 1,
    })
  })

  it("an output of many megabytes is not looked into", () => {
    const image = (letter: string) =>
      notebookText("plot()").replace(
        '"outputs": []',
        `"outputs": [{"output_type": "display_data", "metadata": {}, "data": {"image/png": "${letter.repeat(20_000_000)}"}}]`,
      )
    const [a, b] = [image("A"), image("B")].map((file) => parseNotebook(Buffer.from(file)))
    expect(countsOf(diffNotebooks(a!, b!))).toEqual({ outputs: 1 })
  })

  function text(word: string, lines: number): string {
    return Array.from({ length: lines }, (_, i) => `${word}_${(i * 7919) % 10_007} = ${word}(${i})`).join(
      "\n",
    )
  }

  function diffOf(a: readonly string[], b: readonly string[]): NotebookDiff {
    return diffNotebooks(
      parseNotebook(Buffer.from(notebookText(...a))),
      parseNotebook(Buffer.from(notebookText(...b))),
    )
  }
})

function countsOf(diff: NotebookDiff): object {
  const counts = Object.entries(summarize(diff)).filter(
    ([, count]) => count !== 0 && count !== false && count !== undefined,
  )
  return Object.fromEntries(counts)
}
