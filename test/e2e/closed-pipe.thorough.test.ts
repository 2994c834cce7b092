import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { launcher } from "../support/program.js"
import { repository, runProgram } from "../support/repository.js"

test.each([[""], ["--color=always"], ["--json"], ["--name-only"]])(
  "a closed pipe ends the program as it ends git, without a word: %s",
  (option) => {
    const repo = repository()
    const lines = (name: string) => Array.from({ length: 30_000 }, (_, i) => `${name}_${i} = ${i}\n`).join("")
    const names = Array.from(
      { length: option === "--name-only" ? 3000 : 3 },
      (_, i) => `${"x".repeat(50)}${i}.ipynb`,
    )
    for (const name of names) repo.write(name, option === "--name-only" ? "{}" : notebookText(lines("a")))
    repo.git("add", ".")
    for (const name of names) repo.write(name, option === "--name-only" ? "[]" : notebookText(lines("b")))
    const script = '{ "$NODE" "$LAUNCHER" $OPTION; echo $? >status; } 2>errors | head -c 10'
    const env = { ...repo.env, NODE: process.execPath, LAUNCHER: launcher, OPTION: option }
    expect(execFileSync("sh", ["-c", script], { cwd: repo.top, env, encoding: "latin1" })).toHaveLength(10)
    expect(readFileSync(join(repo.top, "errors"), "utf8")).toBe("")
    expect(readFileSync(join(repo.top, "status"), "utf8")).toBe("141\n")
  },
)

test("a short answer into a closed pipe is lost without a word", () => {
  const repo = repository()
  const script = '{ sleep 0.3; "$NODE" "$LAUNCHER" --help; } 2>errors | true'
  execFileSync("sh", ["-c", script], {
    cwd: repo.top,
    env: { ...repo.env, NODE: process.execPath, LAUNCHER: launcher },
  })
  expect(readFileSync(join(repo.top, "errors"), "utf8")).toBe("")
})

test.skipIf(!existsSync("/dev/full"))("a full disk is trouble", () => {
  const repo = repository()
  repo.write("a.ipynb", notebookText("a"))
  repo.write("b.ipynb", notebookText("b"))
  const script = '"$NODE" "$LAUNCHER" a.ipynb b.ipynb >/dev/full'
  const env = { ...repo.env, NODE: process.execPath, LAUNCHER: launcher }
  expect(runProgram("sh", ["-c", script], { cwd: repo.top, env })).toEqual({
    status: 2,
    stdout: "",
    stderr: "nbdiff: could not write: No space left on device\n",
  })
})
