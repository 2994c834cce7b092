import { randomOf } from "./random.js"
import type { Target } from "./target.js"

/** Attacks with the cases of so many seeds. A failure says which seed it was:
 *  `node fuzz/run.mjs --target <name> --seed <seed> --minutes 0.01` has it again, and smaller. */
export async function attackWithSeeds(target: Target, from: number, count: number): Promise<void> {
  for (let seed = from; seed < from + count; seed++) {
    try {
      await target.attack(target.generate(randomOf(seed), []))
    } catch (error) {
      throw new Error(`${target.name}, seed ${seed}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      })
    }
  }
}
