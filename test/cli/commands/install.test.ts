import { describe, expect, test } from "vitest"
import { parseRequest } from "../../../src/cli/commands/install.lazy.js"

describe("the options of install", () => {
  test("ask for this repository and leave the filter as it is, where there are none", () => {
    expect(parseRequest({})).toEqual({ scope: "local", shared: false, filter: "as-it-is" })
  })

  test.each([
    [{ global: true }, { scope: "global" }],
    [{ system: true }, { scope: "system" }],
    [
      { local: true, shared: true },
      { scope: "local", shared: true },
    ],
    [{ filter: "strip" }, { filter: "strip" }],
    [{ filter: "keep-local" }, { filter: "keep-local" }],
    [{ filter: false }, { filter: "off" }],
  ])("%j ask for %j", (options, expected) => {
    expect(parseRequest(options)).toMatchObject(expected)
  })

  test.each([
    [{ local: true, global: true }, "only one of --local, --global and --system can be given"],
    [{ global: true, shared: true }, "--shared writes to this repository and cannot go with --global"],
    [{ filter: "a\x1bb" }, `--filter has no mode '"a\\033b"'; they are strip and keep-local`],
  ])("%j are refused", (options, message) => {
    expect(parseRequest(options)).toBe(message)
  })
})
