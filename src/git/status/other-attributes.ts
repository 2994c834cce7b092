import { quotedPath } from "../../node/quoted-path.js"
import { type AttributeSource, type DriverAttribute, isOthers } from "../install/attribute-source.js"
import { addLines, isOwnComment, ownLines, removeLines } from "../install/attributes-text.js"
import { describedAttribute } from "../install/install-notes.js"
import { attributesLine } from "../install/registration.js"
import { type Diagnostic, notebookDiagnostic } from "./notebook-diagnostic.js"
import { localCommand } from "./registered-fixes.js"
import { isApplied, registeredMode } from "./registered-state.js"
import type { NotebookFacts, StatusFacts } from "./status-facts.js"

/** One diagnostic for each value that is there in place of ours, and each line that puts it there. */
export function otherValues(facts: StatusFacts, name: "diff" | "merge"): readonly Diagnostic[] {
  return underOthers(facts, name).flatMap((notebooks) => {
    const { attributes, sources } = notebooks[0] as NotebookFacts
    const what = describedAttribute(name, attributes[name])
    return notebookDiagnostic(
      notebooks,
      `under ${what}${described(sources[name])}`,
      otherValueFix(facts, sources[name]),
    )
  })
}

/** The notebooks that another filter has by a line that wins over ours; those that we have left to it are not among
 *  them. A filter that is switched off for some paths, and not for all, is so on purpose. */
export function otherFilters(facts: StatusFacts): readonly Diagnostic[] {
  return underOthers(facts, "filter").flatMap((notebooks) => {
    const { attributes, sources } = notebooks[0] as NotebookFacts
    const isOnPurpose = attributes.filter === "unset" && isApplied(facts, "filter")
    if (isOnPurpose || isOwnException(facts, sources.filter)) return []
    const what = describedAttribute("filter", attributes.filter)
    return notebookDiagnostic(
      notebooks,
      `left to ${what}${described(sources.filter)}`,
      sources.filter === undefined ? UNKNOWN_SOURCE : deletion(sources.filter),
    )
  })
}

/** The notebooks by the value that another has given them, and the line that did. */
function underOthers(facts: StatusFacts, name: DriverAttribute): readonly (readonly NotebookFacts[])[] {
  const under = new Map<string, NotebookFacts[]>()
  for (const notebook of facts.notebooks) {
    const value = notebook.attributes[name]
    if (!isOthers(value)) continue
    const id = `${value}\0${described(notebook.sources[name])}`
    under.set(id, [...(under.get(id) ?? []), notebook])
  }
  return [...under.values()]
}

function isOwnException({ localAttributes = "" }: StatusFacts, source: AttributeSource | undefined): boolean {
  if (source?.isLocal !== true) return false
  const comment = localAttributes.split("\n").findIndex(isOwnComment) + 1
  const count = ownLines(localAttributes)?.length ?? 0
  return source.line > comment && source.line <= comment + count
}

/** The command after which our line wins over another's: this repository's own attributes win over all files, and in
 *  them the last line does. */
export function otherValueFix(facts: StatusFacts, source: AttributeSource | undefined): string {
  const text = facts.localAttributes
  const line = attributesLine(registeredMode(facts))
  const beaten = source?.isLocal === true ? source.line : 0
  const renewed = addLines(text, [line, ...(ownLines(text ?? "") ?? []).slice(1)])
  if (renewed !== text && placeOf(renewed, line) > beaten) return localCommand(facts)
  const removal = removeLines(text ?? "")
  if (removal.kind === "removed" && placeOf(addLines(removal.text, [line]), line) >= beaten) {
    return `nbdiff uninstall && ${localCommand(facts)}`
  }
  return source === undefined ? UNKNOWN_SOURCE : deletion(source)
}

const UNKNOWN_SOURCE = `take it out of the attributes file that sets it ("git check-attr -a <notebook>" shows what applies)`

/** Returns what leaves notebooks to nbdiff that another filter has: `install --filter` takes none from it. */
export function otherFilterFix(facts: StatusFacts): string | undefined {
  const source = facts.newSources.filter
  const isTaken = registeredMode(facts) !== "off" && isOthers(facts.newNotebook?.filter ?? "unspecified")
  return isTaken && source !== undefined ? deletion(source) : undefined
}

function deletion({ line, file }: AttributeSource): string {
  return `delete line ${line} of ${quotedPath(file)}`
}

/** The number of the last such line, from 1 on. */
function placeOf(text: string, line: string): number {
  return text.split(/\r?\n/).lastIndexOf(line) + 1
}

function described(source: AttributeSource | undefined): string {
  return source === undefined ? "" : `, set by ${quotedPath(source.file)}:${source.line}`
}
