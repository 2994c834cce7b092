import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { dirname, join } from "node:path"
import { beforeEach, describe, expect, test, vi } from "vitest"
import { run } from "../../../src/cli/commands/patch.lazy.js"
import { encodeDiff } from "../../../src/diff/json/encode.js"
import { blobId } from "../../../src/node/blob-id.js"
import { diffFiles } from "../../support/arbitrary-pair.js"
import { notebookText } from "../../support/notebook-text.js"
import { temporaryDirectory } from "../../support/repository.js"

const before = notebookText("a = 1", "größe = 1")
const after = notebookText("a = 2", "größe = 1", "new")

let notebook: string
let diff: string

beforeEach(() => {
  const directory = temporaryDirectory()
  notebook = join(directory, "a.ipynb")
  diff = join(directory, "a.json")
  writeFileSync(notebook, before)
  writeFileSync(diff, json(before, after))
})

describe("nbdiff patch", () => {
  test("changes the notebook in its place, and back with -R", async () => {
    expect(await patch([notebook, diff])).toEqual({ exit: 0, said: "" })
    expect(read(notebook)).toBe(after)
    expect(await patch([notebook, diff], { reverse: true })).toEqual({ exit: 0, said: "" })
    expect(read(notebook)).toBe(before)
  })

  test("keeps the notebook's permissions, and follows a link to it", async () => {
    const link = join(dirname(notebook), "link.ipynb")
    symlinkSync("a.ipynb", link)
    chmodSync(notebook, 0o640)
    expect((await patch([link, diff])).exit).toBe(0)
    expect(read(notebook)).toBe(after)
    expect(statSync(notebook).mode & 0o777).toBe(0o640)
  })

  test("writes the result elsewhere with -o, and nothing with --check", async () => {
    const output = join(dirname(notebook), "b.ipynb")
    expect(await patch([notebook, diff], { check: true, output })).toEqual({ exit: 0, said: "" })
    expect(existsSync(output)).toBe(false)
    expect(await patch([notebook, diff], { output })).toEqual({ exit: 0, said: "" })
    expect([read(notebook), read(output)]).toEqual([before, after])
  })

  test("makes a notebook that was added, and removes it with -R", async () => {
    const form = encodeDiff(files(before, after), { before: undefined, after: "a.ipynb" }, blobId)
    writeFileSync(diff, JSON.stringify(form))
    const added = join(dirname(notebook), "new.ipynb")
    expect(await patch([added, diff])).toEqual({ exit: 0, said: "" })
    expect(read(added)).toBe(after)
    const output = join(dirname(notebook), "b.ipynb")
    expect(await patch([added, diff], { reverse: true, output })).toMatchObject({ exit: 2 })
    expect(existsSync(added)).toBe(true)
    expect(await patch([added, diff], { reverse: true })).toEqual({ exit: 0, said: "" })
    expect(existsSync(added)).toBe(false)
  })
})

describe("a patch that cannot be", () => {
  test.each<[string, () => void, string]>([
    [
      "is of another version",
      () => writeFileSync(notebook, `${before}\n`),
      "a.ipynb: the diff does not apply: it was made for another version (blob ",
    ],
    [
      "is applied already",
      () => writeFileSync(notebook, after),
      "a.ipynb: the diff is already applied (-R reverts it)",
    ],
    ["is not JSON", () => writeFileSync(diff, "<<<<<<<"), "a.json: line 1, column 1: "],
    ["is not a diff", () => writeFileSync(diff, before), "a.json: this is not a diff of a notebook"],
    ["is cut short", () => writeFileSync(diff, json(before, after).slice(0, 900)), "a.json: line 1, column "],
    [
      "is of another version of the form",
      () => writeFileSync(diff, json(before, after).replace('"version":1', '"version":9')),
      "a.json: this is a diff of version 9",
    ],
    [
      "has copies beyond the file",
      () => writeFileSync(diff, json(before, after).replace('"copies":[[0,0', '"copies":[[99999,0')),
      "a.json: the diff's delta is damaged",
    ],
    [
      "makes something else than it says",
      () => writeFileSync(diff, json(before, after).replaceAll("new", "bad")),
      "a.ipynb: the diff is damaged",
    ],
  ])("%s: one line, exit 2, and nothing is changed", async (_, arrange, message) => {
    arrange()
    const was = read(notebook)
    const { exit, said } = await patch([notebook, diff])
    expect(exit).toBe(2)
    expect(said).toMatch(/^nbdiff: [^\n]*\n$/)
    expect(said).toContain(message)
    expect(read(notebook)).toBe(was)
    expect(readdirSync(dirname(notebook)).sort()).toEqual(["a.ipynb", "a.json"])
  })

  test("is not there, or has no notebook: one line that names the file", async () => {
    expect(await patch([`${notebook}x`, diff])).toEqual({
      exit: 2,
      said: `nbdiff: ${notebook}x: No such file or directory\n`,
    })
    expect(await patch([notebook, `${diff}x`])).toEqual({
      exit: 2,
      said: `nbdiff: ${diff}x: No such file or directory\n`,
    })
    expect(await patch([notebook, dirname(diff)])).toMatchObject({ exit: 2 })
  })

  test("cannot be reverted in a file to which it was never applied", async () => {
    expect((await patch([notebook, diff], { reverse: true })).said).toContain("the diff has not been applied")
  })

  test("adds a notebook that is there", async () => {
    const form = encodeDiff(files(before, after), { before: undefined, after: "a.ipynb" }, blobId)
    writeFileSync(diff, JSON.stringify(form))
    expect((await patch([notebook, diff])).said).toContain("the diff adds this file, but it already exists")
    expect(read(notebook)).toBe(before)
  })

  test("has both of its files from standard input", async () => {
    expect((await patch(["-"])).exit).toBe(2)
    expect((await patch(["-", "-"])).exit).toBe(2)
  })
})

/** What the command answers, and what it says on standard error. */
async function patch(
  operands: readonly string[],
  options: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly exit: number; readonly said: string }> {
  let said = ""
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += text
    return true
  })
  try {
    return { exit: await run({ operands, options, afterDashes: undefined }), said }
  } finally {
    spy.mockRestore()
  }
}

function files(a: string, b: string): ReturnType<typeof diffFiles> {
  return diffFiles([Buffer.from(a), Buffer.from(b)])
}

function json(a: string, b: string): string {
  return JSON.stringify(encodeDiff(files(a, b), { before: "a.ipynb", after: "a.ipynb" }, blobId))
}

function read(path: string): string {
  return readFileSync(path, "utf8")
}
