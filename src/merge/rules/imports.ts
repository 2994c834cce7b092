import { diffSequences } from "../../diff/text/sequence.js"
import type { LineRule } from "./line-conflict.js"

/** Returns the base's imports with what both sides changed among them, ours' new ones before theirs'.
 *  `import a` · ours `import a / import b` · theirs `import a / import c` → `import a / import b / import c`.
 *  Where both changed one line, or bring in one name from two places, there is a choice to make. */
export const resolveImports: LineRule = ({ base, ours, theirs, language }) => {
  const read = READERS.get(language)
  if (read === undefined) return undefined
  const isImport = (line: string): boolean => line.trim() === "" || read(line.trimEnd()) !== undefined
  if (![base, ours, theirs].flat().every(isImport)) return undefined
  const [byOurs, byTheirs] = [changesOf(base, ours), changesOf(base, theirs)]
  if ([...byOurs.deleted].some((i) => byTheirs.deleted.has(i))) return undefined
  const bringIn = ({ inserted }: Changes): readonly Binding[] =>
    [...inserted.values()].flat().flatMap((line) => read(line.trimEnd()) ?? [])
  if (haveClash(bringIn(byOurs), bringIn(byTheirs))) return undefined
  const known = new Set([...byOurs.inserted.values()].flat().filter((line) => line.trim() !== ""))
  const isNew = (line: string): boolean => !known.has(line)
  return Array.from({ length: base.length + 1 }, (_, i) => [
    ...(byOurs.inserted.get(i) ?? []),
    ...(byTheirs.inserted.get(i) ?? []).filter(isNew),
    ...(byOurs.deleted.has(i) || byTheirs.deleted.has(i) ? [] : base.slice(i, i + 1)),
  ]).flat()
}

/** What one side did to the base: lines left out, by place, and lines put before a place. */
interface Changes {
  readonly deleted: ReadonlySet<number>
  readonly inserted: ReadonlyMap<number, readonly string[]>
}

function changesOf(base: readonly string[], version: readonly string[]): Changes {
  const deleted = new Set<number>()
  const inserted = new Map<number, readonly string[]>()
  for (const { fromA, toA, fromB, toB } of diffSequences(base, version)) {
    for (let i = fromA; i < toA; i++) deleted.add(i)
    if (toB > fromB) inserted.set(fromA, version.slice(fromB, toB))
  }
  return { deleted, inserted }
}

/** A name that an import brings in, and from where. */
interface Binding {
  readonly name: string
  readonly from: string
}

/** What every name of a place is called that brings in all of them. */
const ALL = "*"

/** Whether one name would come from two places. Of a place that brings in all it has the names are not known. */
function haveClash(ours: readonly Binding[], theirs: readonly Binding[]): boolean {
  return ours.some((own) =>
    theirs.some(
      (other) =>
        own.from !== other.from && (own.name === other.name || own.name === ALL || other.name === ALL),
    ),
  )
}

type ReadImport = (line: string) => readonly Binding[] | undefined

/** The names that a whole import in one line brings in; undefined for any other line. */
const READERS: ReadonlyMap<string, ReadImport> = new Map<string, ReadImport>([
  ["python", readPython],
  ["ipython", readPython],
  ["java", readJava],
  ["kotlin", readJava],
])

function readPython(line: string): readonly Binding[] | undefined {
  const [, place, names] =
    /^(?:from\s+(\.*[\w.]+)\s+)?import\s+([\w.*]+(?:\s+as\s+\w+)?(?:\s*,\s*[\w.]+(?:\s+as\s+\w+)?)*)\s*(?:#.*)?$/.exec(
      line,
    ) ?? []
  if (names === undefined || place === "__future__") return undefined
  return names.split(",").map((each) => {
    const [name = "", , alias] = each.trim().split(/\s+/)
    if (place !== undefined) return { name: alias ?? name, from: name === ALL ? place : `${place}.${name}` }
    const top = name.split(".")[0] ?? name
    return alias === undefined ? { name: top, from: top } : { name: alias, from: name }
  })
}

function readJava(line: string): readonly Binding[] | undefined {
  const [, place, name] = /^import\s+(?:static\s+)?([\w.]+)\.(\w+|\*)\s*;?$/.exec(line) ?? []
  if (place === undefined || name === undefined) return undefined
  return [{ name, from: name === ALL ? place : `${place}.${name}` }]
}
