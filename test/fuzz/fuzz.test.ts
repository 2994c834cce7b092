import { describe, expect, it, test } from "vitest"
import { runs } from "../support/thorough.js"
import { attackWithSeeds } from "./attack.js"
import { keptCases } from "./case-folder.js"
import { differ } from "./differ.js"
import { filterProtocol } from "./filter-protocol.js"
import { merger } from "./merger.js"
import { parser } from "./parser.js"
import { randomOf } from "./random.js"
import { targets } from "./targets.js"

const counts = { parser: 1500, differ: 60, merger: 60, resolver: 60, filter: 150 }

describe.each(targets.map((target) => [target.name, target] as const))("the %s", (name, target) => {
  it("holds its laws for the cases of some seeds", async () => {
    await attackWithSeeds(target, 1, runs(counts[name as keyof typeof counts]))
  })

  test.each(keptCases(name))("and for %s, which once failed", async (_, fuzz) => {
    expect(await target.attack(fuzz)).not.toBe("")
  })
})

describe("the cases", () => {
  it("follow from their seed", () => {
    for (const target of targets) {
      expect(target.generate(randomOf(7), [])).toEqual(target.generate(randomOf(7), []))
    }
  })

  it("reach what they attack: most are read, compared, merged and filtered", async () => {
    const shares = await Promise.all([
      share(parser, "read"),
      share(differ, "compared"),
      share(merger, "clean"),
      share(filterProtocol, "ended"),
    ])
    expect(shares.every((reached) => reached > 0.15)).toBe(true)
  })
})

async function share(target: (typeof targets)[number], verdict: string): Promise<number> {
  const cases = Array.from({ length: 40 }, (_, seed) => target.generate(randomOf(seed), []))
  const verdicts = await Promise.all(cases.map(async (fuzz) => await target.attack(fuzz)))
  return verdicts.filter((each) => each === verdict).length / cases.length
}
