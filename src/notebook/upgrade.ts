import { type Dialect, dialectOf, NBFORMAT_DIALECT } from "./dialect.js"
import { type Draft, type DraftMember, NULL, objectDraft, span, withMember, writeFile } from "./draft.js"
import { type JsonValue, kindOf, memberOf, membersOf, rawTextOf, stringOf } from "./json/json-value.js"
import { type Cell, type Notebook, OLD_MIME_KEYS, type Output, parseNotebook } from "./model.js"

/** A notebook of nbformat 1 to 3 as one of nbformat 4.0, in memory; one of nbformat 4 is answered as it is. The
 *  rules are those of nbformat's own `v4.upgrade`: prompts become counts, headings markdown, short mime keys long. */
export function upgradeNotebook(notebook: Notebook): Notebook {
  if (notebook.major >= 4) return notebook
  const { root } = notebook
  const kept = membersOf(root).filter(({ key }) => !OLD_ROOT_KEYS.has(key))
  const members: readonly DraftMember[] = [
    {
      key: "cells",
      value: { kind: "array", items: notebook.cells.map((cell) => ({ value: upgradeCell(cell) })) },
    },
    ...kept.map(({ key, value }) => ({
      key,
      value: key === "metadata" ? upgradeMetadata(value) : span(value),
    })),
  ]
  const versioned = Object.entries({ nbformat: "4", nbformat_minor: "0" }).reduce<readonly DraftMember[]>(
    (all, [key, text]) => withMember(all, key, { kind: "literal", text }, "sorted"),
    kept.some(({ key }) => key === "metadata") ? members : withMember(members, "metadata", EMPTY, "sorted"),
  )
  return parseNotebook(writeFile(root, { kind: "object", members: versioned }, upgradedDialect(notebook)))
}

const OLD_ROOT_KEYS: ReadonlySet<string> = new Set([
  "worksheets",
  "cells",
  "nbformat",
  "nbformat_minor",
  "orig_nbformat",
  "orig_nbformat_minor",
])

const EMPTY: Draft = { kind: "object", members: [] }

/** The file's own spelling; lists of lines in nbformat 4's way, since older ones may leave the line ends out. */
function upgradedDialect(notebook: Notebook): Dialect {
  return { ...dialectOf(notebook), text: NBFORMAT_DIALECT.text, keys: "sorted" }
}

/** nbformat 3 kept the notebook's name in its metadata; since 4 the file's name is it. */
function upgradeMetadata(metadata: JsonValue): Draft {
  if (memberOf(metadata, "name") === undefined) return span(metadata)
  const members = membersOf(metadata).filter(({ key }) => key !== "name")
  return { kind: "object", members: members.map(({ key, value }) => ({ key, value: span(value) })) }
}

const OLD_CELL_KEYS: ReadonlySet<string> = new Set([
  "cell_type",
  "metadata",
  "source",
  "input",
  "code",
  "text",
  "outputs",
  "output",
  "prompt_number",
  "language",
  "collapsed",
  "level",
])

function upgradeCell(cell: Cell): Draft {
  const isCode = cell.type === "code"
  const own = membersOf(cell.value).filter(({ key }) => !OLD_CELL_KEYS.has(key))
  const members: readonly DraftMember[] = [
    { key: "cell_type", value: { kind: "string", text: cell.type } },
    ...(isCode ? [{ key: "execution_count", value: countOf(cell.executionCount) }] : []),
    { key: "metadata", value: cellMetadata(cell) },
    ...(isCode ? [{ key: "outputs", value: outputsDraft(cell) }] : []),
    { key: "source", value: { kind: "text", text: cell.source } },
    ...own.map(({ key, value }) => ({ key, value: span(value) })),
  ]
  return { kind: "object", members }
}

function cellMetadata({ value, metadata }: Cell): Draft {
  const collapsed = memberOf(value, "collapsed")
  const own = metadata === undefined ? [] : membersOf(metadata)
  const members = own.map((member) => ({ key: member.key, value: span(member.value) }))
  if (collapsed === undefined) return { kind: "object", members }
  return { kind: "object", members: withMember(members, "collapsed", span(collapsed), "sorted") }
}

function countOf(count: JsonValue | undefined): Draft {
  return count === undefined ? NULL : span(count)
}

function outputsDraft({ outputs }: Cell): Draft {
  return { kind: "array", items: outputs.map((output) => ({ value: upgradeOutput(output) })) }
}

function upgradeOutput(output: Output): Draft {
  const { value, type, metadata } = output
  const output_type: Draft = { kind: "string", text: type }
  switch (type) {
    case "stream":
      return objectDraft({
        name: { kind: "string", text: output.name || "stdout" },
        output_type,
        text: { kind: "text", text: output.text },
      })
    case "error":
      return objectDraft({
        ename: at(value, "ename"),
        evalue: at(value, "evalue"),
        output_type,
        traceback: at(value, "traceback"),
      })
    case "execute_result":
      return objectDraft({
        data: dataDraft(output),
        execution_count: countOf(output.executionCount),
        metadata: outputMetadata(metadata),
        output_type,
      })
    case "display_data":
      return objectDraft({ data: dataDraft(output), metadata: outputMetadata(metadata), output_type })
  }
  return span(value)
}

function at(value: JsonValue, key: string): Draft | undefined {
  const member = memberOf(value, key)
  return member && span(member)
}

function dataDraft({ data }: Output): Draft {
  return {
    kind: "object",
    members: data.map(({ mime, value }) => ({ key: mime, value: mimeDraft(mime, value) })),
  }
}

/** nbformat 3 held JSON as a string; nbformat 4 holds it as JSON. */
function mimeDraft(mime: string, value: JsonValue): Draft {
  if (mime !== OLD_MIME_KEYS.json || kindOf(value) !== "string") return span(value)
  const text = stringOf(value)
  try {
    JSON.parse(text)
    return { kind: "literal", text }
  } catch {
    return { kind: "literal", text: rawTextOf(value) }
  }
}

/** Metadata by mime type goes under the long names too. */
function outputMetadata(metadata: JsonValue | undefined): Draft {
  if (metadata === undefined) return EMPTY
  const members = membersOf(metadata)
  return {
    kind: "object",
    members: members.map(({ key, value }) => ({ key: OLD_MIME_KEYS[key] ?? key, value: span(value) })),
  }
}
