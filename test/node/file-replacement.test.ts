import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { replaceFile } from "../../src/node/file-replacement.js"
import { temporaryDirectory } from "../support/repository.js"

describe("replacing a file", () => {
  test("changes its bytes and leaves nothing beside it", () => {
    const path = file("a.ipynb", "old")
    replaceFile(path, Buffer.from([0, 255, 10]))
    expect([...readFileSync(path)]).toEqual([0, 255, 10])
    expect(readdirSync(dirname(path))).toEqual(["a.ipynb"])
  })

  test("makes a file that is not there", () => {
    const path = join(temporaryDirectory(), "new.ipynb")
    replaceFile(path, "new")
    expect(readFileSync(path, "utf8")).toBe("new")
  })

  test.each([0o644, 0o755, 0o600, 0o664])("keeps the mode %o", (mode) => {
    const path = file("a.ipynb", "old")
    chmodSync(path, mode)
    replaceFile(path, "new")
    expect(statSync(path).mode & 0o7777).toBe(mode)
  })

  test("follows links, relative ones and one after another, and leaves them links", () => {
    const path = file("deep/real.ipynb", "old")
    const directory = dirname(dirname(path))
    symlinkSync("deep/real.ipynb", join(directory, "one"))
    symlinkSync(join(directory, "one"), join(directory, "two"))
    replaceFile(join(directory, "two"), "new")
    expect(readFileSync(path, "utf8")).toBe("new")
    expect(readlinkSync(join(directory, "one"))).toBe("deep/real.ipynb")
    expect(lstatSync(join(directory, "two")).isSymbolicLink()).toBe(true)
  })

  test("makes the file that a link names and nobody has made", () => {
    const directory = temporaryDirectory()
    symlinkSync("later", join(directory, "link"))
    replaceFile(join(directory, "link"), "new")
    expect(readFileSync(join(directory, "later"), "utf8")).toBe("new")
  })

  test("never writes into the old file: who has it open reads the old bytes", () => {
    const path = file("a.ipynb", "old")
    linkSync(path, `${path}.same`)
    replaceFile(path, "new")
    expect(readFileSync(`${path}.same`, "utf8")).toBe("old")
  })

  test("that fails leaves the file as it was and nothing beside it", () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, "a"))
    expect(() => replaceFile(join(directory, "a"), "new")).toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/)
    expect(readdirSync(directory)).toEqual(["a"])
  })

  test("in a directory that is not there throws", () => {
    expect(() => replaceFile(join(temporaryDirectory(), "no/such"), "new")).toThrow(/ENOENT/)
  })

  test.each(["n".repeat(255), "记".repeat(85)])(
    "works for the longest name that there can be: %s",
    (name) => {
      const path = file(name, "old")
      replaceFile(path, "new")
      expect(readFileSync(path, "utf8")).toBe("new")
    },
  )

  test("clears away what an earlier process of the same number left, and does not follow it", () => {
    const path = file("a.ipynb", "old")
    const victim = file("victim", "precious")
    symlinkSync(victim, `${path}.nbdiff-${process.pid}`)
    replaceFile(path, "new", { durable: false })
    expect(readFileSync(victim, "utf8")).toBe("precious")
    expect(readdirSync(dirname(path))).toEqual(["a.ipynb"])
  })
})

function file(name: string, content: string): string {
  const path = join(temporaryDirectory(), name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}
