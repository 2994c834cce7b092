import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { projectTop } from "../support/package.js"
import { runProgram, temporaryDirectory } from "../support/repository.js"

test("a file that moves into a lower room than what it imports is refused", () => {
  const top = temporaryDirectory()
  for (const name of ["src", "package.json", "tsconfig.json", ".dependency-cruiser.cjs"])
    cpSync(join(projectTop, name), join(top, name), { recursive: true })
  symlinkSync(join(projectTop, "node_modules"), join(top, "node_modules"))
  expect(cruise(top).status).toBe(0)

  const file = join(top, "src/diff/json/patch.ts")
  writeFileSync(
    join(top, "src/diff/text/patch.ts"),
    readFileSync(file, "utf8").replaceAll('from "./', 'from "../json/'),
  )
  rmSync(file)
  const moved = cruise(top)
  expect(moved.status).not.toBe(0)
  expect(moved.stdout).toContain("diff-text-imports-only-lower-rooms: src/diff/text/patch.ts")
})

/** Checks one layer: the whole takes seconds more. */
function cruise(cwd: string): ReturnType<typeof runProgram> {
  const cruiser = join(projectTop, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs")
  return runProgram(process.execPath, [cruiser, "src/diff"], { cwd, env: process.env })
}
