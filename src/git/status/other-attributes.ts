import { quotedPath } from "../../node/quoted-path.js"
import { addLine, removeLine } from "../install/attributes-text.js"
import { describedAttribute } from "../install/install-notes.js"
import { attributesLine } from "../install/registration.js"
import { type AttributeSource, type DriverAttribute, isOthers } from "./attribute-source.js"
import { type Diagnostic, notebookDiagnostic } from "./notebook-diagnostic.js"
import { localCommand } from "./registered-fixes.js"
import { isApplied, registeredMode } from "./registered-state.js"
import type { NotebookFacts, StatusFacts } from "./status-facts.js"

/** One fault for each value that stands where ours should, and each line that puts it there. A filter that is
 *  switched off for some paths, and not for all, is so on purpose. */
export function otherValues(facts: StatusFacts, name: DriverAttribute): readonly Diagnostic[] {
  const isOnPurpose = (value: string) => name === "filter" && value === "unset" && isApplied(facts, "filter")
  const under = new Map<string, NotebookFacts[]>()
  for (const notebook of facts.notebooks) {
    const value = notebook.attributes[name]
    if (!isOthers(value) || isOnPurpose(value)) continue
    const id = `${value}\0${described(notebook.sources[name])}`
    under.set(id, [...(under.get(id) ?? []), notebook])
  }
  return [...under.values()].flatMap((notebooks) => {
    const { attributes, sources } = notebooks[0] as NotebookFacts
    const what = describedAttribute(name, attributes[name])
    return notebookDiagnostic(
      notebooks,
      `under ${what}${described(sources[name])}`,
      otherValueFix(facts, sources[name]),
    )
  })
}

/** The command after which our line wins over another's: this repository's own attributes win over all files, and in
 *  them the last line does. */
export function otherValueFix(facts: StatusFacts, source: AttributeSource | undefined): string {
  const text = facts.localAttributes
  const line = attributesLine(registeredMode(facts))
  const beaten = source?.isLocal === true ? source.line : 0
  if (addLine(text, line) !== text && placeOf(addLine(text, line), line) > beaten) return localCommand(facts)
  const removal = removeLine(text ?? "")
  if (removal.kind === "removed" && placeOf(addLine(removal.text, line), line) >= beaten) {
    return `nbdiff uninstall && ${localCommand(facts)}`
  }
  return source === undefined
    ? `take it out of the attributes file that sets it ("git check-attr -a <notebook>" shows what applies)`
    : `delete line ${source.line} of ${quotedPath(source.file)}`
}

/** The number of the last such line, from 1 on. */
function placeOf(text: string, line: string): number {
  return text.split(/\r?\n/).lastIndexOf(line) + 1
}

function described(source: AttributeSource | undefined): string {
  return source === undefined ? "" : `, set by ${quotedPath(source.file)}:${source.line}`
}
