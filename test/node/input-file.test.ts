import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { readInput } from "../../src/node/input-file.js"
import { temporaryDirectory } from "../support/repository.js"

const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"

describe("an input file", () => {
  test("is its bytes", () => {
    expect(readInput(file("a.ipynb", "{}"))).toEqual({ kind: "bytes", bytes: Buffer.from("{}") })
  })

  test("that is missing is one line with its name", () => {
    expect(readInput("no/such.ipynb")).toEqual({
      kind: "trouble",
      code: "missing",
      message: "could not read 'no/such.ipynb': No such file or directory",
    })
  })

  test("below a file is missing too", () => {
    expect(readInput(join(file("a", ""), "b.ipynb"))).toMatchObject({ code: "missing" })
  })

  test("that is a directory says so", () => {
    expect(readInput(temporaryDirectory(), "sub")).toMatchObject({
      code: "directory",
      message: "could not read 'sub': Is a directory",
    })
  })

  test.skipIf(process.getuid?.() === 0)("without permission says so", () => {
    const path = file("a.ipynb", "{}")
    chmodSync(path, 0)
    expect(readInput(path, "a")).toMatchObject({
      code: "unreadable",
      message: "could not read 'a': Permission denied",
    })
  })

  test("after links that lead in a circle is unreadable", () => {
    const directory = temporaryDirectory()
    symlinkSync("b", join(directory, "a"))
    symlinkSync("a", join(directory, "b"))
    expect(readInput(join(directory, "a"), "a")).toMatchObject({
      code: "unreadable",
      message: "could not read 'a': Too many levels of symbolic links",
    })
  })

  test("of no bytes is empty", () => {
    expect(readInput(file("a.ipynb", ""), "a")).toEqual({
      kind: "trouble",
      code: "empty",
      message: "'a' is empty",
    })
  })

  test("that is an LFS pointer names the way to the file", () => {
    expect(readInput(file("a.ipynb", pointer), "a")).toEqual({
      kind: "trouble",
      code: "lfs-pointer",
      message: `'a' is a Git LFS pointer; "git lfs pull" fetches the file`,
    })
  })

  test("that only begins like a pointer is not a pointer", () => {
    expect(readInput(file("a.ipynb", pointer.padEnd(1024, "x")))).toMatchObject({ kind: "bytes" })
  })

  test("with a hostile name is named harmlessly", () => {
    expect(readInput("\x1b[2J\n")).toMatchObject({
      message: `could not read '"\\033[2J\\n"': No such file or directory`,
    })
  })
})

function file(name: string, content: string): string {
  const directory = temporaryDirectory()
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, name), content)
  return join(directory, name)
}
