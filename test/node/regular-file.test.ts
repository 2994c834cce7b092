import { spawnSync } from "node:child_process"
import { symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { readDiskFile } from "../../src/node/regular-file.js"
import { temporaryDirectory } from "../support/repository.js"

describe.skipIf(process.platform === "win32")("a file is read", () => {
  test("by a link to it", () => {
    const folder = temporaryDirectory()
    writeFileSync(join(folder, "a"), "text")
    symlinkSync("a", join(folder, "b"))
    expect(readDiskFile(join(folder, "b")).toString()).toBe("text")
  })

  test.each(["/dev/zero", "pipe"])("but not by a link to %s, which would never end", (target) => {
    const folder = temporaryDirectory()
    spawnSync("mkfifo", [join(folder, "pipe")])
    symlinkSync(target, join(folder, "link"))
    expect(() => readDiskFile(join(folder, "link"))).toThrow("Not a regular file")
  })

  test("or not, with the system's code, where there is none", () => {
    expect(() => readDiskFile("/no/such/file")).toThrow(expect.objectContaining({ code: "ENOENT" }))
  })
})
