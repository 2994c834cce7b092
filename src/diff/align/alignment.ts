/** Which cell of b each cell of a is. Indices count from 0; -1 is none. */
export interface Alignment {
  /** For each cell of a its cell in b, and the other way round: a cell is in one pair at most. */
  readonly toB: readonly number[]
  readonly toA: readonly number[]
  /** Cells of a whose pair lies off the heaviest chain that increases on both sides: the ones that moved. */
  readonly moved: ReadonlySet<number>
  /** One cell of a that became several neighbors of b. Its pair in `toB` is one of them. */
  readonly splits: readonly { readonly before: number; readonly after: readonly number[] }[]
  /** Several neighbors of a that became one cell of b. */
  readonly joins: readonly { readonly before: readonly number[]; readonly after: number }[]
}
