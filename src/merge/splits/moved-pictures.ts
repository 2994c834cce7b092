import { draftMembers, span } from "../../notebook/draft.js"
import { sameValue } from "../../notebook/json/json-equality.js"
import { endOf, type JsonValue, startOf } from "../../notebook/json/json-value.js"
import { namesIn, referencesTo } from "../cells/attachment-references.js"
import { filesOf } from "../cells/attachments.js"
import { type ComposedCell, composedOf, type MergedCell, type MergedSource } from "../cells/merged-cell.js"
import type { CellUnion, ThreeVersions } from "../order/cell-union.js"
import type { Side } from "../text/side.js"

/** Returns the merged cells, each picture that one side drew again where the other side's cells show it now. Whoever
 *  divides a cell, or moves some of its lines, takes the old picture along to a cell that nothing else reports; what the
 *  cell that they come from would be left with, no line shows. */
export function withMovedPictures(
  merged: readonly (MergedCell | undefined)[],
  union: CellUnion,
  versions: ThreeVersions,
): readonly (MergedCell | undefined)[] {
  const result = [...merged]
  for (const side of ["ours", "theirs"] as const) {
    const redrawn = redrawnUnseen(merged, versions, side)
    if (redrawn.size > 0) moveTo(result, redrawn, union, versions, side)
  }
  return result
}

/** A picture that the other side drew again in a cell of the result that does not show it. */
interface Redrawn {
  readonly key: number
  readonly name: string
  readonly was: JsonValue
  readonly now: JsonValue
}

/** Returns the pictures that the side moved away while the other side drew them again, by `kindOfPicture`. */
function redrawnUnseen(
  merged: readonly (MergedCell | undefined)[],
  versions: ThreeVersions,
  side: Side,
): ReadonlyMap<string, readonly Redrawn[]> {
  const found = new Map<string, Redrawn[]>()
  const other = side === "ours" ? "theirs" : "ours"
  for (const [key, cell] of merged.entries()) {
    if (cell === undefined) continue
    const { places } = cell
    const [base, own] = [versions.base[places.base ?? -1], versions[side][places[side] ?? -1]]
    const drawer = versions[other][places[other] ?? -1]
    if (base?.attachments === undefined || !own || !drawer) continue
    const [before, mine, drawn] = [filesOf(base), filesOf(own), filesOf(drawer)]
    const seen = namesIn(textOf(cell), referencesTo(before.keys()))
    for (const [name, was] of before) {
      const [kept, now] = [mine.get(name), drawn.get(name)]
      if (seen.has(name) || now === undefined || sameValue(was, now)) continue
      if (kept !== undefined && !sameValue(was, kept)) continue
      const kind = kindOfPicture(name, was)
      const alike = found.get(kind) ?? []
      alike.push({ key, name, was, now })
      found.set(kind, alike)
    }
  }
  return found
}

/** Puts each picture into the cells of the side that show what it was, and that did not have it before. */
function moveTo(
  merged: (MergedCell | undefined)[],
  redrawn: ReadonlyMap<string, readonly Redrawn[]>,
  { cells }: CellUnion,
  versions: ThreeVersions,
  side: Side,
): void {
  const gone = new Map<number, Set<string>>()
  for (const [key, cell] of merged.entries()) {
    if (cell === undefined) continue
    const { places } = cell
    const own = versions[side][places[side] ?? -1]
    if (own?.attachments === undefined) continue
    const before = filesOf(versions.base[places.base ?? -1])
    for (const [name, file] of filesOf(own)) {
      if (before.has(name)) continue
      const moved = redrawn.get(kindOfPicture(name, file))?.find(({ was }) => sameValue(was, file))
      if (moved === undefined || !namesIn(textOf(cell), referencesTo([name])).has(name)) continue
      merged[key] = withFile(merged[key] as MergedCell, name, moved.now)
      gone.set(moved.key, (gone.get(moved.key) ?? new Set()).add(name))
    }
  }
  for (const [key, names] of gone) {
    const left = withoutFiles(merged[key] as MergedCell, names)
    // a piece that was there for its picture alone has nothing left
    merged[key] = cells[key]?.base === undefined && textOf(left).trim() === "" ? undefined : left
  }
}

/** Pictures of other names or lengths are not the same. */
function kindOfPicture(name: string, file: JsonValue): string {
  return `${endOf(file) - startOf(file)} ${name}`
}

function textOf({ content }: MergedCell): string {
  return content.kind === "copy" ? content.cell.source : sourceText(content.source)
}

function sourceText(source: MergedSource): string {
  if (source.kind === "text") return source.text
  const lines = source.merge.chunks.flatMap((chunk) =>
    chunk.kind === "resolved" ? chunk.lines : [...chunk.base, ...chunk.ours, ...chunk.theirs],
  )
  return lines.join("")
}

function withFile(cell: MergedCell, name: string, file: JsonValue): MergedCell {
  return withFiles(cell, (files) =>
    files.map((member) => (member.key === name ? { ...member, value: span(file) } : member)),
  )
}

function withoutFiles(cell: MergedCell, names: ReadonlySet<string>): MergedCell {
  return withFiles(cell, (files) => files.filter(({ key }) => !names.has(key)))
}

function withFiles(
  cell: MergedCell,
  change: (files: ComposedCell["members"]) => ComposedCell["members"],
): MergedCell {
  const content = composedOf(cell.content)
  const members = content.members.flatMap((member): ComposedCell["members"] => {
    if (member.key !== "attachments") return [member]
    const { value } = member
    const old =
      value.kind === "object" ? value.members : value.kind === "span" ? draftMembers(value.value) : undefined
    if (old === undefined) return [member]
    const files = change(old)
    const like = value.kind === "object" ? value.like : value.kind === "span" ? value.value : undefined
    return files.length === 0 ? [] : [{ ...member, value: { kind: "object", like, members: files } }]
  })
  return { ...cell, content: { ...content, members } }
}
