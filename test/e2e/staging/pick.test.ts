import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { example, stagingRepository } from "./staging-repository.js"

test("nbdiff pick writes the older notebook with the chosen parts of the newer one", () => {
  const repo = stagingRepository("p.ipynb")
  repo.write("old.ipynb", example("first"))
  const { status, stdout } = repo.nb(["pick", "old.ipynb", "p.ipynb", "--cells=3", "--only=sources"])
  expect(status).toBe(0)
  expect(stdout).toBe(example("first").replace("dropna()", 'dropna(subset=[\\"price\\"])'))
})

test("nbdiff pick on two directories leaves in the second what was chosen, as a diff editor of jj does", () => {
  const repo = stagingRepository("p.ipynb")
  for (const [side, name] of [
    ["left", "first"],
    ["right", "theirs"],
  ] as const) {
    mkdirSync(join(repo.top, side, "sub"), { recursive: true })
    writeFileSync(join(repo.top, side, "sub/p.ipynb"), example(name))
    writeFileSync(join(repo.top, side, "t.txt"), name)
  }
  writeFileSync(join(repo.top, "right/new.ipynb"), example("ours"))
  const { status } = repo.nb(["pick", "-p", "left", "right"], { input: "a\ny\nd\n" })
  expect(status).toBe(0)
  expect(JSON.parse(readFileSync(join(repo.top, "right/new.ipynb"), "utf8"))).toEqual(
    JSON.parse(example("ours")),
  )
  const picked = readFileSync(join(repo.top, "right/sub/p.ipynb"), "utf8")
  expect(picked).toContain("subset=")
  expect(JSON.parse(picked).cells).toHaveLength(8)
  expect(readFileSync(join(repo.top, "right/t.txt"), "utf8")).toBe("theirs")
})

test("nbdiff pick names the file and the place of what is not a notebook", () => {
  const repo = stagingRepository("p.ipynb")
  repo.write("broken.ipynb", '{"cells": [')
  const { status, stderr } = repo.nb(["pick", "broken.ipynb", "p.ipynb", "--all"])
  expect(status).toBe(2)
  expect(stderr).toMatch(/^nbdiff: .*not a notebook.*line 1.*\n$/)
})
