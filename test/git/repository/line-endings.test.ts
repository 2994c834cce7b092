import { expect, test } from "vitest"
import { withStoredEndings } from "../../../src/git/repository/line-endings.js"

const unspecified = {
  diff: "unspecified",
  merge: "unspecified",
  filter: "unspecified",
  text: "unspecified",
  eol: "unspecified",
}

test.each([
  [{}, {}, "kept"],
  [{ "core.autocrlf": "true" }, {}, "converted"],
  [{ "core.autocrlf": "input" }, {}, "converted"],
  [{ "core.autocrlf": "false" }, {}, "kept"],
  [{ "core.autocrlf": "true" }, { text: "unset" }, "kept"],
  [{}, { text: "set" }, "converted"],
  [{}, { text: "auto" }, "converted"],
  [{}, { eol: "crlf" }, "converted"],
  [{}, { text: "unset", eol: "crlf" }, "kept"],
])("with %j and %j, a worktree's CRLF beside a stored LF is %s", (config, attributes, verdict) => {
  const values = new Map(Object.entries(config).map(([key, value]) => [key, [value]]))
  const convert = (bytes: string, stored: string) =>
    Buffer.from(
      withStoredEndings(Buffer.from(bytes), Buffer.from(stored), { ...unspecified, ...attributes }, values),
    ).toString()
  expect(convert("{\r\n}\r\n", "{\n}\n")).toBe(verdict === "converted" ? "{\n}\n" : "{\r\n}\r\n")
  expect(convert("{\r\n}\r\n", "{\r\n}\n")).toBe("{\r\n}\r\n")
})
