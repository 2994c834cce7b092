import type { Random } from "./random.js"

/** Something to attack. A case is what it is attacked with: all of it follows from a seed, and it can be kept as
 *  files. */
export interface Target {
  readonly name: string
  /** What a seed makes. `pool` holds real notebooks to start from, and may be empty. */
  generate(random: Random, pool: readonly Uint8Array[]): FuzzCase
  /** What the case did, in a word that is counted. Anything thrown is a finding. */
  attack(fuzz: FuzzCase): string | Promise<string>
}

/** Named byte strings: a file each, or an argument. */
export type FuzzCase = { readonly [name: string]: Uint8Array }

/** A law that does not hold. */
export class Finding extends Error {
  override readonly name = "Finding"
}

export function holds(condition: boolean, law: string): void {
  if (!condition) throw new Finding(law)
}

export function partOf(fuzz: FuzzCase, name: string): Uint8Array {
  return fuzz[name] ?? new Uint8Array(0)
}
