import { dialectOf } from "../../src/notebook/dialect.js"
import { NotebookError } from "../../src/notebook/json/notebook-error.js"
import { formatNotebook, type Notebook, parseBriefly, parseNotebook } from "../../src/notebook/model.js"
import { validate } from "../../src/notebook/validate.js"
import { spell } from "../support/json-spelling.js"
import { mutateBytes } from "./byte-mutation.js"
import { spoilNotebook } from "./notebook-edit.js"
import { materialOf, spellingOf } from "./notebook-material.js"
import { holds, partOf, type Target } from "./target.js"

/** Bytes that are a notebook, nearly one, or none: they are read as they are, or refused with a place. */
export const parser: Target = {
  name: "parser",
  generate(random, pool) {
    if (random.chance(0.15) && pool.length > 0) return { file: mutateBytes(random, random.pick(pool)) }
    const material = materialOf(random, pool)
    const file = spell(random.chance(0.5) ? spoilNotebook(random, material) : material, spellingOf(random))
    return { file: random.chance(0.6) ? mutateBytes(random, file) : file }
  },
  attack(fuzz) {
    const file = partOf(fuzz, "file")
    const notebook = read(file)
    holds(isSame(notebook, read(file, parseOnTape)), "a notebook that is let go is read and refused alike")
    if (notebook instanceof NotebookError) return refused(notebook, file)
    holds(formatNotebook(notebook) === file, "what is read is written as it was")
    lookAtAll(notebook)
    agreesWithPlatform(file)
    return "read"
  },
}

function read(file: Uint8Array, parse = parseNotebook): Notebook | NotebookError {
  try {
    return parse(file)
  } catch (error) {
    if (error instanceof NotebookError) return error
    throw error
  }
}

const tape = new Int32Array(300)

function parseOnTape(file: Uint8Array): Notebook {
  return parseBriefly(file, tape)
}

function isSame(a: Notebook | NotebookError, b: Notebook | NotebookError): boolean {
  if (a instanceof NotebookError || b instanceof NotebookError) {
    return (
      a instanceof NotebookError &&
      b instanceof NotebookError &&
      a.message === b.message &&
      a.offset === b.offset
    )
  }
  return a.root.text.tape.every((number, i) => number === b.root.text.tape[i])
}

function refused(error: NotebookError, file: Uint8Array): string {
  const { code, offset, line, column, message } = error
  holds(offset >= 0 && offset <= file.length, "an error's place lies in the file")
  holds(line >= 1 && column >= 1, "lines and columns count from 1")
  holds(!/[\x00-\x1f\x7f-\x9f]/.test(message), "an error's message holds no control character")
  holds(message.length < 300, "an error's message is a line")
  if (code === "syntax" || code === "encoding")
    holds(!isStrictJson(file), "what the platform reads is not a syntax error")
  return code
}

/** Every getter, so that nothing fails only when it is looked at. */
function lookAtAll(notebook: Notebook): void {
  validate(notebook)
  dialectOf(notebook)
  for (const cell of notebook.cells) {
    holds(typeof cell.source === "string" && typeof cell.type === "string", "a cell has a source and a type")
    for (const output of cell.outputs) {
      holds(
        [output.text, output.name, output.ename, output.evalue].every((text) => typeof text === "string"),
        "texts",
      )
      holds(output.data.length >= 0 && output.traceback.length >= 0, "lists")
    }
  }
}

/** What is read is JSON, but for Python's three words. */
function agreesWithPlatform(file: Uint8Array): void {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(file)
  if (/NaN|Infinity/.test(text)) return
  JSON.parse(text)
}

function isStrictJson(file: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file))
    return true
  } catch {
    return false
  }
}
