import { spawn } from "node:child_process"
import { once } from "node:events"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { type GitRun, isolatedEnvironment, runProgram, temporaryDirectory } from "../support/repository.js"

const demo = fileURLToPath(new URL("../../scripts/demo.mjs", import.meta.url))

/** Where the demonstration runs, and what it may leave behind. */
function stage() {
  const cwd = temporaryDirectory()
  const env = { ...isolatedEnvironment(cwd), TMPDIR: cwd, TEMP: cwd, TMP: cwd }
  return { cwd, env, left: () => readdirSync(cwd) }
}

describe("npm start", () => {
  test("shows a diff, a log, a merge that git alone leaves in conflict, and a conflict in its cell", () => {
    const { cwd, env, left } = stage()
    const { status, stdout, stderr }: GitRun = runProgram(process.execPath, [demo], { cwd, env })
    expect(status).toBe(0)
    expect(stderr).toMatch(/^nbdiff: report\.ipynb: 1 conflict, in cell 3: .*\n$/)
    expect(left()).toEqual([expect.stringMatching(/^nbdiff-review-/)])
    const review = /^.*review\.html$/m.exec(stdout)?.[0] ?? ""
    expect(readFileSync(review, "utf8")).toMatch(/<title>2 files: [0-9a-f]+ → main<\/title>/)
    expect(below(stdout, "$ git diff")).toContain('+adverts = adverts.dropna(subset=["price"])\n')
    expect(below(stdout, "$ git log -p")).toContain('+axes.set_xlabel("age in years")\n')
    expect(below(stdout, "$ git merge model")).toMatch(/^5 conflicts, and the file is no longer valid JSON/m)
    expect(below(stdout, "$ git merge -m 'Merge model' model")).toMatch(/^Merge made by/m)
    const conflict = below(stdout, "$ git merge younger")
    expect(conflict).toMatch(/^\+\+<<<<<<< HEAD\n.*180 €.*\n\+\+=======\n.*165 €.*\n\+\+>>>>>>> younger\n/m)
    expect(below(conflict, "$ nbdiff resolve --list")).toMatch(
      /^report\.ipynb: cell 3 .*: source, 180 ↔ 165/m,
    )
    expect(below(conflict, "$ nbdiff resolve --theirs")).toMatch(/^report\.ipynb: added\n/m)
    expect(below(conflict, "$ git commit")).toMatch(/^\[main [0-9a-f]+\] Merge younger\n/m)
  })

  test("writes no colours into a pipe", () => {
    const { cwd, env } = stage()
    expect(runProgram(process.execPath, [demo], { cwd, env }).stdout).not.toContain("\x1b")
  })

  test.skipIf(process.platform === "win32")("leaves nothing behind when it is interrupted", async () => {
    const { cwd, env, left } = stage()
    const child = spawn(process.execPath, [demo], { cwd, env, stdio: ["ignore", "pipe", "inherit"] })
    await once(child.stdout, "data")
    child.kill("SIGINT")
    const [status] = await once(child, "exit")
    expect(status).toBe(130)
    expect(left()).toEqual([])
  })
})

/** What stands behind a command's line. */
function below(output: string, command: string): string {
  const start = output.indexOf(`\n${command}`)
  expect(start, command).toBeGreaterThan(-1)
  return output.slice(start)
}
