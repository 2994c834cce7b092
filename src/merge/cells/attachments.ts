import { type Draft, type DraftMember, draftMembers, span } from "../../notebook/draft.js"
import { type JsonValue, kindOf, memberMap } from "../../notebook/json/json-value.js"
import type { Cell } from "../../notebook/model.js"
import type { TextMerge } from "../text/line-merge.js"
import { namesIn, referencesTo, renamedReferences } from "./attachment-references.js"
import { type CellVersions, fieldOf } from "./cell-versions.js"
import { mergeVersions } from "./merge-value.js"
import type { MergedSource } from "./merged-cell.js"

/** The names that the sides gave to different files. Ours keeps the name; theirs gets a new one, and so do its
 *  references in theirs' source. */
export interface Collisions {
  readonly renames: ReadonlyMap<string, string>
  readonly theirsSource: string
}

/** Finds the collisions of a cell's attachments, before its source is merged: lines that show different files differ. */
export function collisionsOf(versions: CellVersions): Collisions {
  const files = filesOfVersions(versions)
  const renames = new Map<string, string>()
  const taken = new Set([...files.ours.keys(), ...files.theirs.keys()])
  for (const [name, theirs] of files.theirs) {
    const [base, ours] = [files.base.get(name), files.ours.get(name)]
    if (ours === undefined || mergeVersions({ base, ours, theirs }).kind === "resolved") continue
    const rename = freeName(name, taken)
    taken.add(rename)
    renames.set(name, rename)
  }
  const { source } = versions.theirs
  if (renames.size === 0) return { renames, theirsSource: source }
  return { renames, theirsSource: renamedReferences(source, finderOf(files), renames) }
}

/** Attachments merged by name, as the merged source shows them. */
export interface MergedAttachments {
  readonly draft: Draft | undefined
  /** The paths of the attachments of theirs that were renamed. */
  readonly renamed: readonly (readonly string[])[]
  /** The paths of those that one side deleted and that the other changed, or that a line still shows. */
  readonly kept: readonly (readonly string[])[]
  /** Those that nothing but the base's lines of a conflict show: a style that leaves the base out needs none. */
  readonly ofBase: ReadonlySet<string>
}

/** Merges a cell's attachments once its source is merged. Which file a name means is the three-way rule's; a file that
 *  a line of the result shows, or a line of any version in a conflict, is in the result even where a side deleted it.
 *  What a resolved conflict showed and its resolution does not show goes. */
export function mergeAttachments(
  versions: CellVersions,
  { renames }: Collisions,
  source: MergedSource,
): MergedAttachments {
  const { base, ours, theirs } = fieldOf("attachments", versions)
  const none = { renamed: [], kept: [], ofBase: NONE }
  if (base === undefined && ours === undefined && theirs === undefined) return { draft: undefined, ...none }
  const files = filesOfVersions(versions)
  const shown = shownBy(source, finderOf(files, renames.values()))
  const whole = mergeVersions({ base, ours, theirs })
  if (whole.kind === "resolved" && shown.gone.size === 0 && holdsAll(whole.value, shown.all))
    return { draft: whole.value && span(whole.value), ...none }
  return mergedByName(versions, files, renames, shown)
}

/** Returns the attachments of a cell that one side deleted, with those that only the base's text shows; no draft where
 *  there are none of these. */
export function filesOfDeleted(
  base: Cell,
  kept: Cell,
): { readonly attachments: Draft | undefined; readonly ofBase: ReadonlySet<string> } {
  const [before, files] = [filesOf(base), filesOf(kept)]
  const shown = before.size === 0 ? NONE : namesIn(base.source, referencesTo(before.keys()))
  const ofBase = new Set([...shown].filter((name) => !files.has(name)))
  if (ofBase.size === 0) return { attachments: undefined, ofBase }
  const like = kept.attachments
  const added = [...ofBase].map((key) => ({ key, value: span(before.get(key) as JsonValue) }))
  return {
    attachments: { kind: "object", like, members: [...(like ? draftMembers(like) : []), ...added] },
    ofBase,
  }
}

function holdsAll(attachments: JsonValue | undefined, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return true
  const files = attachments === undefined ? new Map<string, JsonValue>() : memberMap(attachments)
  return [...names].every((name) => files.has(name))
}

function mergedByName(
  versions: CellVersions,
  files: Files,
  renames: ReadonlyMap<string, string>,
  shown: Shown,
): MergedAttachments {
  const { ours } = fieldOf("attachments", versions)
  const like = ours !== undefined && kindOf(ours) === "object" ? ours : undefined
  const own = new Map((like === undefined ? [] : draftMembers(like)).map((member) => [member.key, member]))
  const members: DraftMember[] = []
  const kept: string[] = []
  const ofBase = new Set<string>()
  const put = (key: string, file: JsonValue): void => {
    if (!shown.gone.has(key)) members.push({ key, value: span(file), at: own.get(key)?.at })
  }
  for (const name of new Set([...files.ours.keys(), ...files.theirs.keys(), ...files.base.keys()])) {
    const [base, o, t] = [files.base.get(name), files.ours.get(name), files.theirs.get(name)]
    const merged = mergeVersions({ base, ours: o, theirs: t })
    const rename = renames.get(name)
    if (merged.kind === "resolved" && merged.value !== undefined) put(name, merged.value)
    else if (rename !== undefined && o !== undefined && t !== undefined) {
      put(name, o)
      put(rename, t)
    } else if (merged.kind === "conflict" || shown.all.has(name)) {
      put(name, (o ?? t ?? base) as JsonValue)
      if (o === undefined && t === undefined && !shown.bySides.has(name)) ofBase.add(name)
      else if (!shown.gone.has(name)) kept.push(name)
    }
  }
  const paths = (names: Iterable<string>) => [...names].map((name) => ["attachments", name])
  const isNone = members.length === 0 && versions.ours.attachments === undefined
  return {
    draft: isNone ? undefined : { kind: "object", like, members },
    renamed: paths(renames.keys()),
    kept: paths(kept),
    ofBase,
  }
}

/** The names that a merged source refers to. */
interface Shown {
  /** In any of its lines. */
  readonly all: ReadonlySet<string>
  /** In lines other than the base's of a conflict. */
  readonly bySides: ReadonlySet<string>
  /** In a conflict that is resolved, and no longer. */
  readonly gone: ReadonlySet<string>
}

function shownBy(source: MergedSource, find: ReturnType<typeof referencesTo>): Shown {
  if (source.kind === "conflict") {
    const [all, bySides] = [namesIn(allText(source.merge), find), namesIn(sideText(source.merge), find)]
    return { all, bySides, gone: NONE }
  }
  const all = namesIn(source.text, find)
  if (source.resolved === undefined) return { all, bySides: all, gone: NONE }
  const before = namesIn(allText(source.resolved), find)
  return { all, bySides: all, gone: new Set([...before].filter((name) => !all.has(name))) }
}

function allText({ chunks }: TextMerge): string {
  return chunks
    .flatMap((chunk) =>
      chunk.kind === "resolved" ? chunk.lines : [...chunk.base, ...chunk.ours, ...chunk.theirs],
    )
    .join("")
}

function sideText({ chunks }: TextMerge): string {
  return chunks
    .flatMap((chunk) => (chunk.kind === "resolved" ? chunk.lines : [...chunk.ours, ...chunk.theirs]))
    .join("")
}

const NONE: ReadonlySet<string> = new Set()

/** A cell's attachments by name, in its three versions. */
interface Files {
  readonly base: ReadonlyMap<string, JsonValue>
  readonly ours: ReadonlyMap<string, JsonValue>
  readonly theirs: ReadonlyMap<string, JsonValue>
}

function filesOfVersions({ base, ours, theirs }: CellVersions): Files {
  return { base: filesOf(base), ours: filesOf(ours), theirs: filesOf(theirs) }
}

/** Returns a cell's attachments by their names. */
export function filesOf(cell: CellVersions["base"]): ReadonlyMap<string, JsonValue> {
  return cell?.attachments === undefined ? new Map<string, JsonValue>() : memberMap(cell.attachments)
}

function finderOf({ base, ours, theirs }: Files, more: Iterable<string> = []) {
  return referencesTo([...base.keys(), ...ours.keys(), ...theirs.keys(), ...more])
}

/** `plot.png` becomes `plot-2.png`, or the first number that is free. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, ending = ""] = /^(.+?)(\.[^.]*)?$/s.exec(name) ?? []
  let count = 2
  while (taken.has(`${stem}-${count}${ending}`)) count++
  return `${stem}-${count}${ending}`
}
