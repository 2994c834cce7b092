import { type Json, type Members, members, type Spelling } from "../support/json-spelling.js"
import { isList, isMembers, jsonOf } from "./json-tree.js"
import { hostileText } from "./pieces.js"
import type { Random } from "./random.js"

/** A notebook to start from: a generated one, or one of the pool. */
export function materialOf(random: Random, pool: readonly Uint8Array[]): Json {
  const real = pool.length > 0 && random.chance(0.4) ? parsed(random.pick(pool)) : undefined
  return real ?? (random.chance(0.1) ? oldNotebook(random) : newNotebook(random))
}

export function spellingOf(random: Random): Spelling {
  return {
    indent: random.pick([" ", " ", " ", "  ", "\t", null]),
    newline: random.chance(0.9) ? "\n" : "\r\n",
    colon: random.chance(0.8) ? ": " : ":",
    ascii: random.chance(0.2),
    slash: random.chance(0.1),
    sorted: false,
    byteOrderMark: random.chance(0.05),
    finalNewline: random.chance(0.8),
  }
}

/** Undefined where JavaScript cannot read it; what it loses in reading does not matter here. */
function parsed(bytes: Uint8Array): Json | undefined {
  try {
    return jsonOf(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return undefined
  }
}

function newNotebook(random: Random): Json {
  const minor = random.pick([0, 2, 4, 5, 5])
  const count = random.chance(0.1) ? 40 : random.int(9)
  const cells = random.list(count, (i) => cellOf(random, minor >= 5 ? `c${i}` : undefined))
  return members({ cells, metadata: notebookMetadata(random), nbformat: 4, nbformat_minor: minor })
}

function oldNotebook(random: Random): Json {
  const cells = random.list(random.int(6), () => {
    const type = random.pick(["code", "markdown", "heading"])
    return members({
      cell_type: type,
      [type === "code" ? "input" : "source"]: textOf(random, sourceOf(random)),
      metadata: members({}),
      level: type === "heading" ? 1 + random.int(7) : undefined,
      language: type === "code" ? "python" : undefined,
      collapsed: type === "code" ? false : undefined,
      prompt_number: type === "code" ? random.int(9) : undefined,
      outputs:
        type === "code" ? [members({ output_type: "pyout", prompt_number: 1, text: ["1"] })] : undefined,
    })
  })
  const worksheets = [members({ cells, metadata: members({}) })]
  return members({ metadata: members({ name: "" }), nbformat: 3, nbformat_minor: 0, worksheets })
}

export function cellOf(random: Random, id: string | undefined): Json {
  const type = random.pick(["code", "code", "markdown", "raw"])
  return members({
    cell_type: type,
    id,
    metadata: cellMetadata(random),
    source: textOf(random, sourceOf(random)),
    attachments:
      type === "markdown" && random.chance(0.15)
        ? members({ "a.png": members({ "image/png": image(random) }) })
        : undefined,
    execution_count: type === "code" ? random.pick([null, random.int(50)]) : undefined,
    outputs: type === "code" ? random.list(random.int(3), () => outputOf(random)) : undefined,
  })
}

/** Lines of which some come again elsewhere. */
function sourceOf(random: Random): string {
  const count = random.int(random.chance(0.1) ? 30 : 6)
  return random.list(count, () => lineOf(random)).join("\n") + (random.chance(0.1) ? "\n" : "")
}

export function lineOf(random: Random): string {
  if (random.chance(0.06)) return hostileText(random)
  const name = random.pick(["load", "fit", "plot", "x", "y", "data"])
  return random.pick([
    "",
    `${name} = ${name}_${random.int(40)}(${random.int(9)})`,
    `    return ${name}`,
    `import ${name}`,
    `# ${name} ${random.int(5)}`,
    `![](attachment:a.png) ${name}`,
  ])
}

/** As a list of lines, or whole. */
export function textOf(random: Random, text: string): Json {
  return random.chance(0.7) ? (text.match(/[^\n]*\n|[^\n]+$/g) ?? []) : text
}

function outputOf(random: Random): Json {
  const text = random.pick([
    "1\n",
    "done",
    "<Foo at 0x7f3b2c1d0e80>",
    " 10%|█ | 1/10\r100%|███| 10/10\n",
    hostileText(random),
  ])
  const data = members({
    "text/plain": textOf(random, text),
    "text/html": random.chance(0.3) ? tableOf(random) : undefined,
    "image/png": random.chance(0.2) ? image(random) : undefined,
    "application/json": random.chance(0.1) ? members({ a: random.int(3), b: [1, 2] }) : undefined,
  })
  const metadata = members({})
  switch (random.pick(["stream", "display_data", "execute_result", "error"] as const)) {
    case "stream":
      return members({
        name: random.pick(["stdout", "stderr"]),
        output_type: "stream",
        text: textOf(random, text),
      })
    case "display_data":
      return members({ data, metadata, output_type: "display_data" })
    case "execute_result":
      return members({ data, execution_count: random.int(9), metadata, output_type: "execute_result" })
    case "error":
      return members({
        ename: "E",
        evalue: text,
        output_type: "error",
        traceback: [text, "\x1b[0;31mE\x1b[0m"],
      })
  }
}

function tableOf(random: Random): string {
  const rows = random.list(
    random.int(4),
    () => `<tr>${random.list(random.int(4), () => `<td>${random.int(9)}</td>`).join("")}</tr>`,
  )
  return `<table border="1" class="dataframe"><thead><tr><th></th></tr></thead><tbody>${rows.join("\n")}</tbody></table>`
}

function image(random: Random): string {
  const header = random.pick([
    "iVBORw0KGgoAAAANSUhEUgAA",
    "/9j/4AAQSkZJRgABAQ",
    "R0lGODlhAQABAAAAACw=",
    "UklGRg",
    "",
  ])
  return (
    header +
    random.list(random.int(40), () => random.pick(["A", "b", "9", "/", "+"])).join("") +
    random.pick(["", "=", "==", "\n"])
  )
}

function cellMetadata(random: Random): Members {
  return members({
    collapsed: random.chance(0.1) ? true : undefined,
    tags: random.chance(0.15) ? [random.pick(["a", "keep_output", "b"])] : undefined,
    ExecuteTime: random.chance(0.1) ? members({ start_time: `2024-01-0${1 + random.int(9)}` }) : undefined,
    custom: random.chance(0.1) ? random.int(5) : undefined,
  })
}

function notebookMetadata(random: Random): Members {
  return members({
    kernelspec: members({
      display_name: random.pick(["Python 3", ".venv"]),
      language: "python",
      name: "python3",
    }),
    language_info: members({ name: random.pick(["python", "R"]), version: random.pick(["3.8.1", "3.12.0"]) }),
  })
}

export function cellsOf(notebook: Json): readonly Json[] {
  const cells = isMembers(notebook) ? notebook.members.findLast(([key]) => key === "cells")?.[1] : undefined
  return isList(cells) ? cells : []
}

export function withCells(notebook: Json, cells: readonly Json[]): Json {
  if (!isMembers(notebook)) return notebook
  const at = notebook.members.findLastIndex(([key]) => key === "cells")
  return at < 0 ? notebook : { members: notebook.members.with(at, ["cells", cells]) }
}
