import { expect, test } from "vitest"
import { stagingRepository } from "./staging-repository.js"

const COLORED = ["-c", "color.diff=always", "-c", "color.interactive=always"]

test("git add -p shows the hunks of a notebook as text, and stages what git would", () => {
  const repo = stagingRepository("p.ipynb")
  repo.nb(["install"])
  const asked = repo.run([...COLORED, "add", "-p"], { input: "n\n".repeat(40) })
  expect(asked.status).toBe(0)
  expect(asked.stdout.replace(/\x1b\[[0-9;]*m/g, "")).toContain('+adverts = adverts.dropna(subset=["price"])')
  expect(repo.run([...COLORED, "add", "-p"], { input: "a\n" }).status).toBe(0)
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
