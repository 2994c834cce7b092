import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { openOutput } from "../../../src/cli/terminal/output.js"
import { chosenPager, pagerEnvironment } from "../../../src/cli/terminal/pager.js"
import { temporaryDirectory } from "../../support/repository.js"

describe("the pager", () => {
  test.each([
    [{}, {}, "less"],
    [{}, { PAGER: "more" }, "more"],
    [{ "core.pager": "delta" }, { PAGER: "more" }, "delta"],
    [{ "core.pager": "delta" }, { GIT_PAGER: "bat" }, "bat"],
    [{ "core.pager": "delta" }, { GIT_PAGER: "cat" }, undefined],
    [{ "core.pager": "" }, {}, undefined],
    [{ "pager.diff": "false" }, {}, undefined],
    [{ "pager.diff": "true" }, { PAGER: "more" }, "more"],
    [{ "pager.diff": "less -S" }, { GIT_PAGER: "bat" }, "less -S"],
    [{ "pager.diff": "less -S", "pager.nbdiff": "false" }, {}, undefined],
    [{ "pager.diff": "false", "pager.nbdiff": "less -S" }, {}, "less -S"],
  ])("is git's: config %j and environment %j choose %j", (config, environment, expected) => {
    const values = new Map(Object.entries(config).map(([key, value]) => [key, [value]]))
    expect(chosenPager(["nbdiff", "diff"], values, environment)).toBe(expected)
  })

  test("gets less's options from git's default, unless the user has some", () => {
    expect(pagerEnvironment({})).toEqual({ LESS: "FRX", LV: "-c", GIT_PAGER_IN_USE: "true" })
    expect(pagerEnvironment({ LESS: "S" }).LESS).toBe("S")
  })
})

describe("the output", () => {
  test("goes through the pager, which starts with the first word and is waited for", async () => {
    const directory = temporaryDirectory()
    const file = join(directory, "out")
    writeFileSync(file, "nothing yet")
    const output = openOutput(`sh -c 'sleep 0.1; cat >"${file}"'`, process.env)
    expect(await output.write([])).toBe(true)
    expect(await output.write(["one ", "two "])).toBe(true)
    expect(await output.write(["three"])).toBe(true)
    await output.close()
    expect(readFileSync(file, "utf8")).toBe("one two three")
  })

  test("of nothing starts no pager", async () => {
    const file = join(temporaryDirectory(), "out")
    writeFileSync(file, "untouched")
    const output = openOutput(`cat >"${file}"`, process.env)
    expect(await output.write(["", ""])).toBe(true)
    await output.close()
    expect(readFileSync(file, "utf8")).toBe("untouched")
  })

  test("is reported when the pager has ended", async () => {
    const output = openOutput("true", process.env)
    const endless = function* () {
      for (;;) yield "more of it\n".repeat(1000)
    }
    expect(await output.write(endless())).toBe(false)
    await output.close()
  })

  test("is written in full, however much there is", async () => {
    const file = join(temporaryDirectory(), "out")
    const output = openOutput(`cat >"${file}"`, process.env)
    const pieces = Array.from({ length: 50_000 }, (_, i) => `line ${i}\n`)
    expect(await output.write(pieces)).toBe(true)
    await output.close()
    expect(readFileSync(file, "utf8")).toBe(pieces.join(""))
  })
})
