import { splitLines } from "../../diff/text/lines.js"
import { type Draft, type DraftMember, draftMembers, span } from "../../notebook/draft.js"
import { type JsonValue, kindOf, memberMap, memberOf, membersOf } from "../../notebook/json-value.js"
import type { Cell } from "../../notebook/model.js"
import { type CellVersions, fieldOf } from "./cell-versions.js"
import { mergeVersions } from "./merge-value.js"

/** Attachments merged by name. A name that both sides gave to different files keeps ours; theirs gets a new name,
 *  and so do its references in theirs' source. */
export interface MergedAttachments {
  readonly draft: Draft | undefined
  /** Theirs' source with the new names. */
  readonly theirsSource: string
  /** The paths of the attachments of theirs that were renamed. */
  readonly renamed: readonly (readonly string[])[]
  /** The paths of those that one side changed and the other deleted. */
  readonly kept: readonly (readonly string[])[]
}

export function mergeAttachments(versions: CellVersions): MergedAttachments {
  const { base, ours, theirs } = fieldOf("attachments", versions)
  const whole = mergeVersions({ base, ours, theirs })
  const theirsSource = versions.theirs.source
  const wanted = addedAgain(versions)
  if (whole.kind === "resolved" && wanted.size === 0) {
    return { draft: whole.value && span(whole.value), theirsSource, renamed: [], kept: [] }
  }
  const names = [ours, theirs].flatMap((value) =>
    value === undefined ? [] : membersOf(value).map(({ key }) => key),
  )
  const taken = new Set(names)
  const renames = new Map<string, string>()
  const keptNames: string[] = []
  const members: DraftMember[] = []
  const own = new Map((ours === undefined ? [] : draftMembers(ours)).map((member) => [member.key, member]))
  for (const name of new Set(names)) {
    const at = own.get(name)
    const file = mergeVersions({
      base: memberOf(base, name),
      ours: at?.at?.value,
      theirs: memberOf(theirs, name),
    })
    if (wanted.has(name)) {
      members.push({ key: name, value: span(wanted.get(name) as JsonValue), at: at?.at })
      keptNames.push(name)
      continue
    }
    if (file.kind === "resolved") {
      if (file.value !== undefined) members.push({ key: name, value: span(file.value), at: at?.at })
      continue
    }
    // Changed by one and deleted by the other: the file stays, since a reference to it may.
    const kept = file.ours ?? file.theirs
    if (kept !== undefined) members.push({ key: name, value: span(kept), at: at?.at })
    if (file.ours === undefined || file.theirs === undefined) {
      keptNames.push(name)
      continue
    }
    const rename = freeName(name, taken)
    taken.add(rename)
    renames.set(name, rename)
    members.push({ key: rename, value: span(file.theirs) })
  }
  const like = ours !== undefined && kindOf(ours) === "object" ? ours : undefined
  return {
    draft: { kind: "object", like, members },
    theirsSource: renamedReferences(theirsSource, names, renames),
    renamed: [...renames.keys()].map((name) => ["attachments", name]),
    kept: keptNames.map((name) => ["attachments", name]),
  }
}

/** Attachments that one side deleted and that a new line of the other side points at. */
function addedAgain({ base, ours, theirs }: CellVersions): ReadonlyMap<string, JsonValue> {
  const files = base?.attachments === undefined ? new Map<string, JsonValue>() : memberMap(base.attachments)
  const known = new Set(base === undefined ? [] : splitLines(base.source))
  const isWanted = (name: string, deleter: Cell, other: Cell): boolean =>
    memberOf(deleter.attachments, name) === undefined &&
    memberOf(other.attachments, name) !== undefined &&
    splitLines(other.source).some((line) => !known.has(line) && pointsAt(line, name))
  return new Map([...files].filter(([name]) => isWanted(name, ours, theirs) || isWanted(name, theirs, ours)))
}

/** `plot.png` becomes `plot-2.png`, or the first number that is free. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, ending = ""] = /^(.+?)(\.[^.]*)?$/s.exec(name) ?? []
  let count = 2
  while (taken.has(`${stem}-${count}${ending}`)) count++
  return `${stem}-${count}${ending}`
}

/** Whether the text points at the attachment. nbformat's markdown does so as `attachment:<name>`, the name perhaps
 *  percent-encoded. */
export function pointsAt(source: string, name: string): boolean {
  return source.includes("attachment:") && referenceTo([name]).test(source)
}

/** The source with other names in its references, in one pass, so that no new name is taken for an old one; `names`
 *  are all that a reference may mean. */
export function renamedReferences(
  source: string,
  names: readonly string[],
  renames: ReadonlyMap<string, string>,
): string {
  if (renames.size === 0) return source
  return source.replace(referenceTo(names), (reference: string, spelt: string) => {
    const rename = renames.get(spelt)
    if (rename !== undefined) return `attachment:${rename}`
    const name = [...renames.keys()].find((each) => encodedName(each) === spelt)
    return name === undefined ? reference : `attachment:${encodedName(renames.get(name) ?? name)}`
  })
}

/** A reference to any of the names, and to the longest of them; not to a file whose name only begins so. */
function referenceTo(names: readonly string[]): RegExp {
  const spelt = [...new Set(names.flatMap((name) => [name, encodedName(name)]))]
  const longestFirst = spelt.sort((x, y) => y.length - x.length)
  const choice = longestFirst.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|")
  return new RegExp(`attachment:(${choice})(?![\\w-]|\\.\\w)`, "g")
}

/** A lone surrogate has no encoded form. */
function encodedName(name: string): string {
  return /\p{Surrogate}/u.test(name) ? name : encodeURI(name)
}
