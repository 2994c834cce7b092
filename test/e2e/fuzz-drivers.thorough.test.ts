import { expect, it, test } from "vitest"
import { attackWithSeeds } from "../fuzz/attack.js"
import { keptCases } from "../fuzz/case-folder.js"
import { driversOf } from "../fuzz/drivers.js"
import { launcher } from "../support/program.js"

const drivers = driversOf(launcher)

it("the drivers take any argument: an exit status of ours, a harmless line, no file but the merge's", async () => {
  await attackWithSeeds(drivers, 1, 25)
}, 120_000)

test.each(keptCases("drivers"))("%s, which once failed", async (_, fuzz) => {
  expect(await drivers.attack(fuzz)).not.toBe("")
})
