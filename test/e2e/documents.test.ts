import { existsSync, readFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { beforeEach, describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { npmEnvironment, packProject, projectTop, registryOf, runBeside } from "../support/package.js"
import { launcher } from "../support/program.js"
import { type GitRun, type Repository, repository, runProgram, writeScript } from "../support/repository.js"

const IS_WINDOWS = process.platform === "win32"

const page = (name: string): string => readFileSync(join(projectTop, "docs", name), "utf8")

const blocksOf = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, body = ""]) => body)

let repo: Repository
let env: NodeJS.ProcessEnv

beforeEach(() => {
  repo = repository()
  const bin = join(repo.home, "bin")
  writeScript(join(bin, "nbdiff"), `exec '${process.execPath}' '${launcher}' "$@"`)
  env = { ...npmEnvironment(repo.home), PATH: [bin, process.env.PATH].join(delimiter) }
  repo.commit("base", { "a.ipynb": notebookText("a = 1") })
})

const shell = (block: string): Promise<GitRun> => runBeside("sh", ["-e", "-c", block], { cwd: repo.top, env })

describe.skipIf(IS_WINDOWS)("docs/ci.md", () => {
  test("has a recipe for any CI that runs, and stops a conflict", async () => {
    const [recipe = ""] = blocksOf(page("ci.md"), "sh")
    const registry = await registryOf(packProject(repo.home))
    const origin = join(repo.home, "origin.git")
    repo.git("clone", "-q", "--bare", repo.top, origin)
    repo.git("remote", "add", "origin", origin)
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("topic", { "a.ipynb": notebookText("a = 2") })
    env = { ...env, BASE: "main", npm_config_registry: registry.url }
    expect(await shell(recipe)).toMatchObject({ status: 0 })
    expect(existsSync(join(repo.top, "notebooks.html"))).toBe(true)
    repo.commit("marked", { "a.ipynb": notebookText("<<<<<<< a\nx\n=======\ny\n>>>>>>> b") })
    expect(await shell(recipe)).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/a\.ipynb: cell 1/),
    })
    registry.close()
  })

  // lint-staged, lefthook and husky are not here: what they call is
  test("has commands for hooks that run", async () => {
    const commands = [...page("ci.md").matchAll(/nbdiff (?:normalize|check) --?[a-z]+(?: \.)?/g)].map(
      ([all]) => all,
    )
    expect(commands).toEqual(expect.arrayContaining(["nbdiff check --cached", "nbdiff normalize --check ."]))
    for (const command of new Set(commands)) expect(await shell(command)).toMatchObject({ status: 0 })
  })

  test("names hooks and inputs that there are", () => {
    const hooks = readFileSync(join(projectTop, ".pre-commit-hooks.yaml"), "utf8")
    const ids = [...hooks.matchAll(/^- id: (.*)$/gm)].map(([, id]) => id)
    const rows = [...page("ci.md").matchAll(/^\| `(nbdiff-.*?)` \|/gm)].map(([, id]) => id)
    expect(rows).toEqual(ids)
    const inputs = readFileSync(join(projectTop, "action.yml"), "utf8")
    for (const [, name] of page("ci.md").matchAll(/OWNER\/nbdiff@v0\n +with:\n +([a-z-]+):/g))
      expect(inputs).toContain(`\n  ${name}:\n`)
  })
})

test.skipIf(IS_WINDOWS)("docs/editors.md has commands that run", async () => {
  await shell("nbdiff install")
  repo.git("config", "diff.nbdiff.cachetextconv", "true")
  repo.write("a.ipynb", notebookText("a = 2"))
  const blocks = blocksOf(page("editors.md"), "sh")
  expect(blocks).toHaveLength(4)
  expect(await shell(blocks[0]!)).toMatchObject({ stdout: expect.stringContaining("cachetextconv") })
  for (const block of blocks.slice(1)) expect({ block, ...(await shell(block)) }).toMatchObject({ status: 0 })
  expect((await shell(blocks[0]!)).stdout).not.toContain("cachetextconv")
})

test.skipIf(IS_WINDOWS)("docs/teams.md has commands that run, one after the other", async () => {
  repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repo.top, "inner")
  repo.git("commit", "-q", "-m", "inner")
  for (const block of blocksOf(page("teams.md"), "sh"))
    expect({ block, ...(await shell(block)) }).toMatchObject({ status: 0 })
  expect(repo.git("check-attr", "diff", "new.ipynb")).toContain("nbdiff")
  expect(repo.git("-C", "inner", "config", "diff.nbdiff.textconv")).toContain("textconv")
  expect(repo.git("show", "--name-only", "--format=%s")).toContain("nbdiff.toml")
})

test.skipIf(IS_WINDOWS)("docs/other-tools.md has a wrapper for svn that takes svn's arguments", () => {
  const [wrapper = ""] = blocksOf(page("other-tools.md"), "sh")
  repo.write("old", notebookText("a = 1"))
  repo.write("new", notebookText("a = 2"))
  const file = writeScript(join(repo.home, "svn-nbdiff"), wrapper)
  const labels = ["-L", "a.ipynb\t(revision 1)", "-L", "a.ipynb\t(working copy)"]
  const { status, stdout } = runProgram(file, ["-u", ...labels, "old", "new"], { cwd: repo.top, env })
  expect({ status, stdout }).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/revision 1[\s\S]*a = 2/),
  })
})
