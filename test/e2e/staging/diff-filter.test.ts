import { spawnSync } from "node:child_process"
import { expect, test } from "vitest"
import { type StagingRepository, stagingRepository } from "./staging-repository.js"

const HAS_SCRIPT = spawnSync("script", ["--version"]).status === 0

/** git asks for its diff filter only where it colors, which is on a terminal. */
function onTerminal({ top, env }: StagingRepository, command: string, input: string): string {
  const options = { cwd: top, env: { ...env, TERM: "xterm" }, input, encoding: "utf8" } as const
  return spawnSync("script", ["-qec", command, "/dev/null"], options).stdout.replace(/\x1b\[[0-9;]*m/g, "")
}

test.runIf(HAS_SCRIPT)("git add -p shows the hunks of a notebook as text, and stages what git would", () => {
  const repo = stagingRepository("p.ipynb")
  repo.nb(["install"])
  const shown = onTerminal(repo, "git add -p", "n\n".repeat(40))
  expect(shown).toContain('+adverts = adverts.dropna(subset=["price"])')
  expect(shown).toMatch(/^@@ -12,7 \+12,7 @@ cell 2\r?$/m)
  onTerminal(repo, "git add -p", "a\n")
  expect(repo.tryGit("diff-files", "--quiet").status).toBe(0)
})

test("install leaves a diff filter that is there already, and uninstall too", () => {
  const repo = stagingRepository("p.ipynb")
  repo.git("config", "interactive.diffFilter", "cat")
  repo.nb(["install"])
  expect(repo.git("config", "interactive.diffFilter")).toBe("cat\n")
  repo.nb(["uninstall"])
  expect(repo.git("config", "interactive.diffFilter")).toBe("cat\n")
})

test("uninstall removes the diff filter that install has set", () => {
  const repo = stagingRepository("p.ipynb")
  const before = repo.read(".git/config")
  repo.nb(["install"])
  expect(repo.git("config", "interactive.diffFilter")).toContain("driver hunks")
  repo.nb(["uninstall"])
  expect(repo.read(".git/config")).toBe(before)
})
