// Notebooks made from a seed: plain objects, spelt as Python's nbformat does.

import { base64Of, chanceOf } from "./chance.mjs"

/** Code and prose like people write: 8 lines a cell, an output under every second one. */
export function notebook({ cells, ids = false, seed = 1, outputs = true }) {
  const chance = chanceOf(seed)
  const list = Array.from({ length: cells }, (_, i) => cell(i, chance, { ids, outputs }))
  return wrapped(list, ids)
}

/** With images: as many as it takes, a megabyte each. */
export function imageNotebook({ bytes, cells = 200, seed = 1 }) {
  const result = notebook({ cells, ids: true, seed, outputs: false })
  const size = Math.min(1_000_000, bytes)
  const count = Math.round(bytes / size)
  for (let i = 0; i < count; i++) {
    const data = {
      "image/png": base64Of(seed + i, Math.floor((size * 3) / 4)),
      "text/plain": ["<Figure size 640x480>"],
    }
    codeCell(result, i).outputs.push({ data, metadata: {}, output_type: "display_data" })
  }
  return result
}

/** One stream that a run wrote, of about as many bytes. */
export function textNotebook({ bytes, cells = 200, seed = 1 }) {
  const result = notebook({ cells, ids: true, seed, outputs: false })
  codeCell(result, 0).outputs.push({
    name: "stdout",
    output_type: "stream",
    text: linesOf(seed, Math.ceil(bytes / 60)),
  })
  return result
}

/** One code cell of these lines. */
export function oneCell(lines) {
  const source = lines.map((line, i) => (i < lines.length - 1 ? `${line}\n` : line))
  return wrapped([{ cell_type: "code", execution_count: null, metadata: {}, outputs: [], source }], false)
}

export function wrapped(cells, ids) {
  return {
    cells,
    metadata: {
      kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
      language_info: { name: "python", version: "3.11.4" },
    },
    nbformat: 4,
    nbformat_minor: ids ? 5 : 4,
  }
}

/** A share of the cells with one line of their source changed; every tenth of them goes, before every tenth a new
 *  one comes. */
export function edited(notebook, share, seed) {
  const chance = chanceOf(seed)
  const ids = notebook.nbformat_minor >= 5
  const cells = notebook.cells.flatMap((each, i) => {
    if (chance.below(1_000_000) >= share * 1_000_000) return [each]
    const kind = chance.below(10)
    if (kind === 0 && share < 1) return []
    const changed = { ...each, source: editedLines(each.source, chance) }
    return kind === 1 && share < 1
      ? [cell(1_000_000 + seed * 100_000 + i, chance, { ids, outputs: false }), changed]
      : [changed]
  })
  return { ...notebook, cells }
}

/** The same notebook with one line of one cell changed. */
export function editedOnce(notebook, at, word = "changed") {
  const cells = [...notebook.cells]
  const each = cells[at]
  cells[at] = { ...each, source: [`# ${word}\n`, ...each.source.slice(1)] }
  return { ...notebook, cells }
}

export function bytesOf(notebook) {
  return Buffer.from(`${JSON.stringify(notebook, null, 1)}\n`)
}

/** Lines of about 60 bytes with their newline, each like no other. */
export function linesOf(seed, count) {
  const chance = chanceOf(seed)
  return Array.from(
    { length: count },
    (_, i) => `${line(chance, i)} # ${chance.next().toString(36)} step ${i} of a run\n`,
  )
}

function cell(i, chance, { ids, outputs }) {
  const isCode = i % 3 !== 2
  const source = Array.from({ length: 8 }, (_, k) => line(chance, i) + (k < 7 ? "\n" : ""))
  const id = ids ? { id: `cell-${i}` } : {}
  if (!isCode)
    return { cell_type: "markdown", ...id, metadata: {}, source: source.map((text) => `- ${text}`) }
  const text = {
    name: "stdout",
    output_type: "stream",
    text: [`loss ${chance.below(10_000)}\n`, `step ${i}\n`],
  }
  return {
    cell_type: "code",
    execution_count: i + 1,
    ...id,
    metadata: {},
    outputs: outputs && i % 2 === 0 ? [text] : [],
    source,
  }
}

const words =
  "data model train test batch layer epoch value index frame table score label token field group".split(" ")

function line(chance, i) {
  const [a, b, c] = [chance.pick(words), chance.pick(words), chance.pick(words)]
  return `${a}_${chance.below(1000)} = ${b}.${c}(${chance.below(10_000)}, ${a}=${i % 97})`
}

function editedLines(source, chance) {
  const at = chance.below(source.length)
  return source.with(at, `${line(chance, chance.below(1000))}${source[at].endsWith("\n") ? "\n" : ""}`)
}

function codeCell({ cells }, i) {
  const code = cells.filter(({ cell_type }) => cell_type === "code")
  return code[i % code.length]
}
