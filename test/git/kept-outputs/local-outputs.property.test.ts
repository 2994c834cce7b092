import { closeSync, openSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { expect, test } from "vitest"
import { clean, type FilterTools, smudge } from "../../../src/git/filter/filter.js"
import { type LocalOutputs, openLocalOutputs } from "../../../src/git/kept-outputs/local-outputs.js"
import { type NormalizeSettings, settingsLayer } from "../../../src/git/settings/normalize-settings.js"
import type { NormalizeOptions } from "../../../src/normalize/normalize.js"
import { arbitrarySketch, notebookBytes } from "../../support/arbitrary-notebook.js"
import { arbitraryRerun } from "../../support/arbitrary-rerun.js"
import { arbitrarySpelling, NBFORMAT_SPELLING } from "../../support/json-spelling.js"
import { repository } from "../../support/repository.js"
import { runs } from "../../support/thorough.js"

const options: fc.Arbitrary<Partial<NormalizeOptions>> = fc.record({
  outputs: fc.constantFrom("strip", "strip", "keep"),
  maxOutput: fc.constantFrom(0, 0, 60, 10_000),
  counts: fc.constantFrom("clear", "keep"),
  dropEmptyCells: fc.boolean(),
  dropTagged: fc.constantFrom([], ["scratch"]),
  stableOutputs: fc.constantFrom(false, false, true),
  canonical: fc.constantFrom(false, false, true),
})

/** A notebook that was run, and the same one by another run in another spelling. */
const twoRuns = fc
  .tuple(arbitrarySketch(), arbitrarySpelling())
  .chain(([sketch, spelling]) =>
    arbitraryRerun(sketch, true).map((rerun) => [
      notebookBytes(sketch, spelling),
      notebookBytes(rerun, NBFORMAT_SPELLING),
    ]),
  )

const origin = fc.record({ blob: fc.boolean(), treeish: fc.boolean() })

test("whatever is kept, and by whatever settings, what is checked out is what is committed", async () => {
  const repo = repository()
  const local = (await openLocalOutputs({ cwd: repo.top, environment: repo.env })) as LocalOutputs
  // as git holds it while it writes into the worktree
  const lock = openSync(join(repo.top, ".git/index.lock"), "w")
  let filled = 0
  let cases = 0
  await fc.assert(
    fc.asyncProperty(twoRuns, options, options, origin, async ([run, rerun], first, second, from) => {
      const path = `${cases++}.ipynb`
      const tools = (chosen: Partial<NormalizeOptions>): FilterTools => ({
        settings: async (): Promise<NormalizeSettings> => [{ ...settingsLayer("", []), options: chosen }],
        local,
        warn: () => undefined,
      })
      await clean(path, run!, tools(first))
      const committed = [await clean(path, rerun!, tools(second)), await clean(path, run!, tools(second))]
      for (const stored of committed) {
        const file = await smudge(path, stored, tools(second), from)
        if (file !== stored) filled++
        expect(Buffer.compare(await clean(path, file, tools(second)), stored)).toBe(0)
      }
    }),
    { seed: 17, numRuns: runs(300) },
  )
  closeSync(lock)
  expect(filled).toBeGreaterThan(runs(300) / 3)
})
