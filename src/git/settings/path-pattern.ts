/** A pattern for paths as .gitattributes has them. */
export interface PathPattern {
  readonly text: string
  /** Patterns of a path's parts; `**` stands for any number of parts. */
  readonly parts: readonly PartPattern[]
}

type PartPattern = "**" | readonly Piece[]

/** What stands for characters of one part: itself, any one, any number, or one of a class. */
type Piece =
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "one" }
  | { readonly kind: "any" }
  | {
      readonly kind: "class"
      readonly negated: boolean
      readonly ranges: readonly (readonly [string, string])[]
    }

/** Reads a pattern: without a `/` it is for a name in any folder, with one for a path from the top. Undefined for
 *  what .gitattributes does not allow or can never match: nothing, a `!` in front, a `/` at the end. */
export function parsePathPattern(text: string): PathPattern | undefined {
  if (text === "" || text.startsWith("!") || text.endsWith("/")) return undefined
  const anchored = text.startsWith("/") ? text.slice(1) : text.includes("/") ? text : `**/${text}`
  const parts = anchored.split("/").map((part) => (part === "**" ? part : parsePart(part)))
  return { text, parts }
}

function parsePart(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  const characters = Array.from(text)
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string
    const close = character === "[" ? endOfClass(characters, at) : -1
    if (close > 0) {
      pieces.push(parseClass(characters.slice(at + 1, close)))
      at = close
    } else if (character === "*") pieces.push({ kind: "any" })
    else if (character === "?") pieces.push({ kind: "one" })
    else if (character === "\\" && at + 1 < characters.length) {
      at++
      pieces.push({ kind: "character", character: characters[at] as string })
    } else pieces.push({ kind: "character", character })
  }
  return pieces
}

/** A `]` right after the `[` or its `!` is one of the class. */
function endOfClass(characters: readonly string[], open: number): number {
  const first = characters[open + 1] === "!" || characters[open + 1] === "^" ? open + 2 : open + 1
  return characters.indexOf("]", first + 1)
}

function parseClass(inside: readonly string[]): Piece {
  const negated = inside[0] === "!" || inside[0] === "^"
  const ranges: (readonly [string, string])[] = []
  for (let at = negated ? 1 : 0; at < inside.length; at++) {
    const from = inside[at] as string
    const to = inside[at + 1] === "-" ? inside[at + 2] : undefined
    ranges.push([from, to ?? from])
    if (to !== undefined) at += 2
  }
  return { kind: "class", negated, ranges }
}

/** Whether the pattern is for this path: relative to the repository's top, with forward slashes. */
export function matchesPath({ parts }: PathPattern, path: string): boolean {
  return matchesSequence(parts, path.split("/"), (part) => part === "**", matchesPart)
}

function matchesPart(pattern: PartPattern, part: string): boolean {
  if (pattern === "**") return true
  return matchesSequence(pattern, Array.from(part), ({ kind }) => kind === "any", matchesCharacter)
}

function matchesCharacter(piece: Piece, character: string): boolean {
  switch (piece.kind) {
    case "character":
      return piece.character === character
    case "one":
    case "any":
      return true
    case "class":
      return piece.ranges.some(([from, to]) => from <= character && character <= to) !== piece.negated
  }
}

/** Matches with going back to the last wildcard only: at most as many steps as pattern times items, so that no
 *  committed pattern can make a command hang. */
function matchesSequence<P, T>(
  pattern: readonly P[],
  items: readonly T[],
  isWildcard: (piece: P) => boolean,
  matches: (piece: P, item: T) => boolean,
): boolean {
  let at = 0
  let wildcard = -1
  let covered = 0
  for (let i = 0; i < items.length; ) {
    const piece = pattern[at]
    if (piece !== undefined && isWildcard(piece)) {
      wildcard = at++
      covered = i
    } else if (piece !== undefined && matches(piece, items[i] as T)) {
      at++
      i++
    } else if (wildcard >= 0) {
      at = wildcard + 1
      i = ++covered
    } else return false
  }
  return pattern.slice(at).every(isWildcard)
}
