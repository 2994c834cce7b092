/** What running a cell again changes in the text of its outputs, by itself: who writes it, and what is in
 *  its place in the normal form. A mask never reaches over the end of a line, and what it leaves is not masked
 *  again. */
interface TextMask {
  readonly writer: string
  /** A text without this is left alone: most texts are, at the price of a search for a word. */
  readonly cue: string
  readonly mask: (text: string) => string
}

/** The text with everything masked that changes by itself, line for line. */
export function maskText(text: string): string {
  return TEXT_MASKS.reduce((masked, { cue, mask }) => (masked.includes(cue) ? mask(masked) : masked), text)
}

/** Marks where something was masked. */
export const MASK = "…"

/** Every pattern starts at a character that its own repetitions cannot hold, or repeats a bounded number of
 *  times: none looks at a place of the text more than a few times. */
const TEXT_MASKS: readonly TextMask[] = [
  {
    writer: "Python's warnings",
    cue: "Warning:",
    mask: (text) => text.replace(/^[^\n…]*?(?:\.pyx?|>):\d{1,9}: (?=\w{0,99}Warning:)/gm, `${MASK}: `),
  },
  { writer: "a repr of Python, R or Julia", cue: "0x", mask: maskAddresses },
  { writer: "ipykernel", cue: "ipykernel_", mask: maskTemporaryFiles },
  {
    writer: "IPython before 8",
    cue: "ipython-input-",
    mask: (text) => text.replace(/ipython-input-\d{1,9}-[0-9a-f]{12}(?![0-9a-f])/g, `ipython-input-${MASK}`),
  },
  {
    writer: "IPython",
    cue: "In",
    mask: (text) => text.replace(/\b(Cell In|Input In) ?\[\d{1,9}\]/g, `$1[${MASK}]`),
  },
  {
    writer: "IPython",
    cue: "Out[",
    mask: (text) => text.replace(/\bOut\[\d{1,9}\](?=:)/g, `Out[${MASK}]`),
  },
  {
    writer: "IPython's %time",
    cue: "Wall time: ",
    mask: (text) => text.replace(new RegExp(`\\bWall time: ${DURATION}`, "g"), `Wall time: ${MASK}`),
  },
  {
    writer: "IPython's %time",
    cue: "CPU times: ",
    mask: (text) => text.replace(CPU_TIMES, `CPU times: ${MASK}`),
  },
  {
    writer: "IPython's %timeit",
    cue: " per loop",
    mask: (text) => text.replace(TIMEIT, `${MASK} per loop`),
  },
  { writer: "tqdm", cue: "[", mask: (text) => text.replace(TQDM, `[${MASK}`) },
  {
    writer: "fastprogress",
    cue: "% [",
    mask: (text) => text.replace(/(% \[\d{1,9}\/\d{1,9}) [\d:]{4,12}(?:&lt;|<)[\d:]{4,12}/g, `$1 ${MASK}`),
  },
  { writer: "Keras", cue: "s/", mask: (text) => text.replace(KERAS_RATE, MASK) },
  {
    writer: "Keras",
    cue: "] - ",
    mask: (text) => text.replace(/(=|>|\.)\] - (?:ETA: [\d:]{1,12}s?|\d{1,9}s)(?= |$)/gm, `$1] - ${MASK}`),
  },
  {
    writer: "pip",
    cue: "B/s",
    mask: (text) => text.replace(PIP_RATE, `$1 ${MASK}`),
  },
]

/** An address of today's machines has at most 48 bits, 12 digits; an object's is a multiple of 8. So a bare
 *  number counts as one when it has 9 to 12 digits (padded to 16 on Windows) and ends in 0 or 8; colors,
 *  flags, hashes and 64-bit constants do not. After a word that announces it, any plausible one does. */
function maskAddresses(text: string): string {
  return text.replace(ADDRESS, `0x${MASK}`)
}

const ADDRESS = new RegExp(
  [
    "(?<= at )0x[0-9a-fA-F]{6,16}(?=>|&gt;)",
    "(?<= at |@|<(?:environment|bytecode|pointer): )0x0{0,7}[1-9a-fA-F][0-9a-fA-F]{8,11}\\b",
    "\\b0x(?:0{4,7})?[1-9a-fA-F][0-9a-fA-F]{7,10}[08]\\b",
  ].join("|"),
  "g",
)

/** `/tmp/ipykernel_4711/123.py`: the folder of one run, and a hash of the source. The path in front of it is
 *  looked for from its end, since a path can start anywhere. */
function maskTemporaryFiles(text: string): string {
  let masked = ""
  let from = 0
  for (const match of text.matchAll(/[\\/]ipykernel_\d{1,9}[\\/]\d{1,12}\.py\b/g)) {
    let start = match.index
    const limit = Math.max(from, start - LONGEST_FOLDER)
    while (start > limit && PATH_CHARACTER.test(text[start - 1] as string)) start--
    masked += `${text.slice(from, start)}${MASK}/ipykernel/${MASK}.py`
    from = match.index + match[0].length
  }
  return masked + text.slice(from)
}

/** Characters of a path in front of ipykernel's file: the longest that systems name their temporary folder. */
const LONGEST_FOLDER = 260

const PATH_CHARACTER = /[^\s"'`<>()[\]{},;=|…]/

/** `1min 2s`, `9.06 µs`, `1e+03 ns`. */
const DURATION = "(?:\\d[\\d.]{0,15}(?:e[+-]?\\d{1,3})? ?(?:d|h|min|s|ms|us|µs|μs|ns)\\b ?){1,6}"

const CPU_TIMES = new RegExp(`\\bCPU times: user ${DURATION}, (?:sys: ${DURATION}, )?total: ${DURATION}`, "g")

/** `12.3 ms ± 47 µs per loop (mean ± std. dev. of 7 runs, 100 loops each)`, and before IPython 6
 *  `100 loops, best of 3: 12.3 ms per loop`. */
const TIMEIT = new RegExp(
  `\\b(?:\\d{1,12} loops?, best of \\d{1,4}: ${DURATION}|${DURATION}(?:±|\\+-) ?${DURATION}) ?per loop(?: \\(mean (?:±|\\+-) std\\. dev\\. of \\d{1,6} runs?, [\\d,]{1,16} loops? each\\))?`,
  "g",
)

const CLOCK = "(?:\\d{1,4} days?, )?(?:\\d{1,4}:)?\\d{1,2}:\\d\\d"

/** `[00:26<00:00, 2991.68it/s`; what is after a comma is the user's own. */
const TQDM = new RegExp(
  `\\[${CLOCK}(?:<(?:\\?|${CLOCK}))?, {1,8}(?:\\?|\\d[\\d.]{0,15}) ?[^\\s\\],/]{0,24}/ ?[A-Za-z]{1,24}(?=[\\],])`,
  "g",
)

/** `5s 3ms/step`, and in one-line logs `5s/epoch` and `3ms/step`. */
const KERAS_RATE =
  /(?<= )(?:(?:\d{1,9}s|(?:\d{1,4}:)?\d{1,4}:\d\d) )?\d{1,9}[mun\u00b5\u03bc]?s\/(?:step|epoch|sample)\b/g

/** `━━━ 12.3/12.3 MB 5.1 MB/s eta 0:00:00`, and before pip 22 `|███| 12.3 MB 5.1 MB/s`. */
const PIP_RATE =
  /([━╸╺█|] [\d.]{1,12}(?:\/[\d.]{1,12})? [kMG]?B) [\d.]{1,12} [kMG]?B\/s(?: eta [-\d:]{1,12})?/g
