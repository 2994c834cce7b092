import fc from "fast-check"
import { display, failure, type OutputSketch, png, result, stream } from "./outputs.js"

/** What one run happened to give: everything here is another value in the next. */
export interface Run {
  readonly address: string
  readonly process: number
  readonly count: number
  readonly hex: string
  readonly uuid: string
  readonly seconds: number
  readonly split: number
}

const hexDigits = (size: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(..."0123456789abcdef"), { minLength: size, maxLength: size })
    .map((all) => all.join(""))

/** A hexadecimal number that no one takes for a word or a decimal number. */
const randomHex = (size: number): fc.Arbitrary<string> => hexDigits(size - 2).map((digits) => `a7${digits}`)

export const arbitraryRun: fc.Arbitrary<Run> = fc.record({
  address: hexDigits(9).map((digits) => `0x7f${digits}8`),
  process: fc.integer({ min: 1, max: 99_999 }),
  count: fc.integer({ min: 1, max: 999 }),
  hex: randomHex(32),
  uuid: fc
    .tuple(randomHex(8), hexDigits(4), hexDigits(4), hexDigits(4), hexDigits(12))
    .map((groups) => groups.join("-")),
  seconds: fc.integer({ min: 0, max: 59 }),
  split: fc.nat(40),
})

/** An output as two runs of one cell write it, and what a person can read in it: a change of `words` is an edit. */
export type OutputTemplate = (words: string, run: Run) => readonly OutputSketch[]

const lines = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

const clock = ({ seconds }: Run): string => `00:${String(seconds).padStart(2, "0")}`

export const templates: { readonly [name: string]: OutputTemplate } = {
  "a stream in chunks": (words, { split }) => {
    const text = `first line\n${words}\nlast line\n`
    return [stream(lines(text.slice(0, split))), stream(lines(text.slice(split)))]
  },
  "a repr": (words, { address, count }) => [
    result({ "text/plain": `[${words}, <Figure at ${address}>]` }, count),
  ],
  "a progress bar": (words, run) => [
    stream(
      `0it [00:00, ?it/s]\r${words}: 100%|███| 9/9 [${clock(run)}<00:00, ${run.process}.5it/s]\n`,
      "stderr",
    ),
  ],
  "%time": (words, { seconds }) => [
    stream(
      `CPU times: user ${seconds} s, sys: 1 us, total: ${seconds} s\nWall time: ${seconds} s\n${words}\n`,
    ),
  ],
  "a warning": (words, { process, seconds }) => [
    stream(`/tmp/ipykernel_${process}/${process}7.py:${seconds}: UserWarning: ${words}\n  f()\n`, "stderr"),
  ],
  "an error": (words, { count, seconds }) => [
    failure("ValueError", words, [
      `\x1b[0;31mValueError\x1b[0m   Traceback (most recent call last)`,
      `Cell \x1b[0;3${seconds % 8}mIn[${count}]\x1b[0m, line 2\n----> 2 load()`,
      `\x1b[0;31mValueError\x1b[0m: ${words}`,
    ]),
  ],
  "an image": (words, { address, split }) => {
    const base64 = png(640, 480, words.length).concat(Buffer.from(words).toString("base64"))
    const image = split % 2 === 0 ? base64 : `${base64}\n`
    return [display({ "image/png": image, "text/plain": `<matplotlib.figure.Figure at ${address}>` })]
  },
  "a plot with an id": (words, { uuid }) => [
    display({
      "text/html": `<div id="${uuid}"></div><script>Plotly.newPlot("${uuid}", ["${words}"])</script>`,
    }),
  ],
  "an SVG": (words, { hex, seconds }) => {
    const clip = `p${hex.slice(0, 10)}`
    const date = `<dc:date>2024-01-01T00:00:${seconds}</dc:date>`
    const svg = `<svg>${date}<g clip-path="url(#${clip})"><text>${words}</text></g><clipPath id="${clip}"/></svg>`
    return [display({ "image/svg+xml": svg })]
  },
  "a widget": (words, { hex }) => [
    display({
      "application/vnd.jupyter.widget-view+json": { model_id: hex, version_major: 2, version_minor: 0 },
      "text/plain": `HBox(children=(IntProgress(value=0, description='${words}'),))`,
    }),
  ],
  "a data frame": (words, { address }) => [
    result({
      "text/html": `<table border="1" class="dataframe"><tr><th></th><th>a</th></tr><tr><th>0</th><td>${words}</td></tr></table>`,
      "text/plain": `   a\n0  ${address}`,
    }),
  ],
}

/** Words without a character that any of the templates' formats would have to escape. */
export const arbitraryWords = fc
  .array(fc.constantFrom("lorem", "ipsum", "dolor", "3.14", "0xFF", "item 7", "é", "at"), {
    minLength: 1,
    maxLength: 4,
  })
  .map((words) => words.join(" "))

/** Some outputs of a cell, to be written by any run. */
export const arbitraryTemplates = fc.array(
  fc.tuple(fc.constantFrom(...Object.values(templates)), arbitraryWords),
  { maxLength: 5 },
)

export function written(
  list: readonly (readonly [OutputTemplate, string])[],
  run: Run,
): readonly OutputSketch[] {
  return list.flatMap(([template, words]) => template(words, run))
}
