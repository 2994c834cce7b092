import { execFileSync } from "node:child_process"
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { projectTop } from "../support/package.js"

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A copy of the built program of its own, which has compiled nothing yet, and two notebooks. */
function installation(): string {
  const folder = mkdtempSync(join(tmpdir(), "nbdiff-compiled-"))
  folders.push(folder)
  for (const part of ["bin", "dist"]) cpSync(join(projectTop, part), join(folder, part), { recursive: true })
  rmSync(join(folder, "dist/compiled"), { recursive: true, force: true })
  for (const [name, source] of [
    ["a", "x = 1"],
    ["b", "x = 2"],
  ]) {
    const cells = [{ cell_type: "markdown", metadata: {}, source }]
    writeFileSync(
      join(folder, `${name}.ipynb`),
      JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 }),
    )
  }
  return folder
}

function driverDiff(folder: string, environment: NodeJS.ProcessEnv = {}): string {
  const sides = ["a", "b"].flatMap((name) => [join(folder, `${name}.ipynb`), "1".repeat(40), "100644"])
  return driver(folder, ["diff", "n.ipynb", ...sides], environment)
}

function driver(folder: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  return execFileSync(process.execPath, [join(folder, "bin/nbdiff.js"), "driver", ...args], {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: "utf8",
  })
}

/** Every file below the directory of compiled programs. */
function compiled(folder: string): readonly string[] {
  const top = join(folder, "dist/compiled")
  if (!existsSync(top)) return []
  return readdirSync(top, { recursive: true, encoding: "utf8" })
    .map((name) => join(top, name))
    .filter((path) => statSync(path).isFile())
}

describe("what V8 compiled", () => {
  test("is kept beside the program, and the next run returns the same", () => {
    const folder = installation()
    const first = driverDiff(folder)
    expect(first).toContain("+x = 2")
    expect(compiled(folder).length).toBeGreaterThan(0)
    expect(driverDiff(folder)).toBe(first)
  })

  test("is written once, not at every run", () => {
    const folder = installation()
    driverDiff(folder)
    const old = new Date(2001, 1, 1)
    for (const path of compiled(folder)) utimesSync(path, old, old)
    driverDiff(folder)
    expect(compiled(folder).map((path) => statSync(path).mtimeMs)).toEqual(
      compiled(folder).map(() => old.getTime()),
    )
  })

  test("is of no use once the program is another of the same length", () => {
    const folder = installation()
    expect(driver(folder, ["diff", "n.ipynb"])).toBe("* Unmerged path n.ipynb\n")
    const chunk = join(folder, "dist/diff-driver.cjs")
    writeFileSync(chunk, readFileSync(chunk, "utf8").replaceAll("Unmerged path", "UNMERGED PATH"))
    expect(driver(folder, ["diff", "n.ipynb"])).toBe("* UNMERGED PATH n.ipynb\n")
  })

  test("is compiled again where it is damaged", () => {
    const folder = installation()
    const first = driverDiff(folder)
    for (const path of compiled(folder)) writeFileSync(path, readFileSync(path).subarray(0, 100))
    expect(driverDiff(folder)).toBe(first)
    for (const path of compiled(folder)) writeFileSync(path, "")
    expect(driverDiff(folder)).toBe(first)
  })

  test("is not kept where the program may not write, and nothing is said", () => {
    const folder = installation()
    writeFileSync(join(folder, "dist/compiled"), "in the way")
    expect(driverDiff(folder)).toContain("+x = 2")
    rmSync(join(folder, "dist/compiled"))
    chmodSync(join(folder, "dist"), 0o555)
    expect(driverDiff(folder)).toContain("+x = 2")
    chmodSync(join(folder, "dist"), 0o755)
  })

  test("is neither kept nor used where Node is reported so", () => {
    const folder = installation()
    expect(driverDiff(folder, { NODE_DISABLE_COMPILE_CACHE: "1" })).toContain("+x = 2")
    expect(compiled(folder)).toEqual([])
  })
})
