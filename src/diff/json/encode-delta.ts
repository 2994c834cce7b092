import type { ByteDelta } from "./delta.js"

/** The bytes of both files. See `ByteDelta`. */
export interface DeltaJson {
  /** Ranges that both files hold: offset before, offset after, length in bytes; sorted by the second. */
  readonly copies: readonly (readonly [before: number, after: number, length: number])[]
  /** What lies between them in the file before, in its order. */
  readonly before: readonly string[]
  /** What lies between them in the file after. */
  readonly after: readonly string[]
}

export function encodeDelta({ copies, texts }: ByteDelta): DeltaJson {
  return {
    copies: copies.map(({ a, b, length }) => [a, b, length]),
    before: texts.before,
    after: texts.after,
  }
}
