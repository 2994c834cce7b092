// How much of the suite runs. `npm test` is the quick part; `npm run check` sets NBDIFF_THOROUGH=1 and runs everything:
//
//   - a file named *.thorough.test.ts runs only then (vitest.config.ts): whole matrices of git processes, long fuzzing
//   - one test or group of a file runs only then with `test.runIf(THOROUGH)` or `describe.runIf(THOROUGH)`
//   - a property runs with all of its cases only then: `{ seed: 1, numRuns: runs(2_000) }`

/** True in `npm run check`, where everything runs. */
export const THOROUGH: boolean = process.env.NBDIFF_THOROUGH === "1"

/** `npm test` tries one case in so many, but not fewer than `FEWEST`. */
const QUICK_SHARE = 8
const FEWEST = 50

/** Returns how many cases a property tries: `all` of them in `npm run check`, a share of them in `npm test`.
 *  NBDIFF_RUNS overrides both, for a long run by hand. */
export function runs(all: number): number {
  if (process.env.NBDIFF_RUNS !== undefined) return Number(process.env.NBDIFF_RUNS)
  return THOROUGH ? all : Math.min(all, Math.max(FEWEST, Math.ceil(all / QUICK_SHARE)))
}

/** Returns the cases of a table: all of them in `npm run check`, the first few in `npm test`. */
export function casesOf<T>(all: readonly T[], quick: number): readonly T[] {
  return THOROUGH ? all : all.slice(0, quick)
}
