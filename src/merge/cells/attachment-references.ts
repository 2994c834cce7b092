/** A reference to an attachment: `attachment:<name>` at `from..to` of a text. nbformat's markdown spells the name as it
 *  is or percent-encoded. */
interface Reference {
  readonly from: number
  readonly to: number
  readonly name: string
  readonly isEncoded: boolean
}

/** Finds the references of a text to any of some names. */
export type ReferenceFinder = (text: string) => readonly Reference[]

/** Returns a finder for these names. Each reference is to the longest name that fits, and not to a file whose name
 *  only begins alike. The work grows with the text, not with the names. */
export function referencesTo(names: Iterable<string>): ReferenceFinder {
  const spellings = spellingsOf(names)
  if (spellings.sorted.length === 0) return () => []
  return (text) => {
    const found: Reference[] = []
    for (let from = text.indexOf(SCHEME); from >= 0; from = text.indexOf(SCHEME, from)) {
      const start = from + SCHEME.length
      const spelling = longestAt(spellings, text, start)
      const to = start + (spelling?.length ?? 0)
      if (spelling !== undefined) found.push({ from, to, ...(spellings.meaning.get(spelling) as Meaning) })
      from = to
    }
    return found
  }
}

/** Returns the names that a text refers to. */
export function namesIn(text: string, find: ReferenceFinder): ReadonlySet<string> {
  return new Set(find(text).map(({ name }) => name))
}

/** Returns the text with other names in its references, all at once, so that no new name is taken for an old one. */
export function renamedReferences(
  text: string,
  find: ReferenceFinder,
  renames: ReadonlyMap<string, string>,
): string {
  if (renames.size === 0) return text
  const parts: string[] = []
  let at = 0
  for (const { from, to, name, isEncoded } of find(text)) {
    const rename = renames.get(name)
    if (rename === undefined) continue
    parts.push(text.slice(at, from), SCHEME, isEncoded ? encodedName(rename) : rename)
    at = to
  }
  return at === 0 ? text : parts.join("") + text.slice(at)
}

const SCHEME = "attachment:"

interface Meaning {
  readonly name: string
  readonly isEncoded: boolean
}

interface Spellings {
  readonly sorted: readonly string[]
  /** For each of them the longest other one that it begins with, by index; -1 where there is none. */
  readonly parent: readonly number[]
  readonly meaning: ReadonlyMap<string, Meaning>
}

function spellingsOf(names: Iterable<string>): Spellings {
  const meaning = new Map<string, Meaning>()
  const all = [...names].filter((name) => name !== "")
  for (const name of all) meaning.set(name, { name, isEncoded: false })
  for (const name of all) {
    const encoded = encodedName(name)
    if (!meaning.has(encoded)) meaning.set(encoded, { name, isEncoded: true })
  }
  const sorted = [...meaning.keys()].sort()
  const parent: number[] = []
  for (const [i, spelling] of sorted.entries()) {
    let above = i - 1
    while (above >= 0 && !spelling.startsWith(sorted[above] as string)) above = parent[above] as number
    parent.push(above)
  }
  return { sorted, parent, meaning }
}

/** A lone surrogate has no encoded form. */
function encodedName(name: string): string {
  return /\p{Surrogate}/u.test(name) ? name : encodeURI(name)
}

/** Returns the longest spelling that is at the place and ends there. Every one that the text goes on with is the
 *  last one not above the text in sorting order, or one that this begins with. */
function longestAt({ sorted, parent }: Spellings, text: string, at: number): string | undefined {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isAbove(sorted[middle] as string, text, at)) high = middle
    else low = middle + 1
  }
  const nearest = sorted[low - 1]
  const common = nearest === undefined ? 0 : commonLength(nearest, text, at)
  for (let i = low - 1; i >= 0; i = parent[i] as number) {
    const spelling = sorted[i] as string
    if (spelling.length <= common && endsAt(text, at + spelling.length)) return spelling
  }
  return undefined
}

function commonLength(spelling: string, text: string, at: number): number {
  let length = 0
  while (length < spelling.length && spelling.charCodeAt(length) === text.charCodeAt(at + length)) length++
  return length
}

/** Whether the spelling sorts after the text from the place on. */
function isAbove(spelling: string, text: string, at: number): boolean {
  const common = commonLength(spelling, text, at)
  if (common === spelling.length) return false
  return at + common >= text.length || spelling.charCodeAt(common) > text.charCodeAt(at + common)
}

/** Whether a name may end here: neither a word nor an ending like `.svg` goes on. */
function endsAt(text: string, at: number): boolean {
  return !/^(?:[\w-]|\.\w)/.test(text.slice(at, at + 2))
}
