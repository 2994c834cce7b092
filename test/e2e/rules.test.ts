import { describe, expect, test } from "vitest"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"
import { casesOf, THOROUGH } from "../support/thorough.js"

/** A notebook of one cell with this metadata and these members in its output. */
function notebook(metadata: object, output: object = {}): string {
  const shown = { output_type: "display_data", data: { "text/plain": ["1"] }, metadata: {}, ...output }
  const cell = {
    cell_type: "code",
    execution_count: 1,
    id: "a",
    metadata,
    outputs: [shown],
    source: ["a = 1"],
  }
  return `${JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`
}

const path = "lessons/a.ipynb"
const reviewed = (reviewer: string) => notebook({ reviewer })
const folded = (collapsed: boolean) => notebook({ collapsed })

function installed(files: Readonly<Record<string, string>>): Repository {
  const repo = repository()
  expect(nbdiff(repo, ["install"]).status).toBe(0)
  repo.commit("one", files)
  return repo
}

/** Both sides change it, theirs on a branch of that name. */
function divided(repo: Repository, ours: string, theirs: string): void {
  repo.git("checkout", "-q", "-b", "theirs")
  repo.commit("theirs", { [path]: theirs })
  repo.git("checkout", "-q", "main")
  repo.commit("ours", { [path]: ours })
}

/** The lines that say what changed, as git and as the command show it. */
const shown = (repo: Repository): readonly string[] =>
  [
    repo.git("diff"),
    nbdiff(repo, ["HEAD"]).stdout,
    nbdiff(repo, ["HEAD:./lessons/a.ipynb", path]).stdout,
  ].map((text) =>
    text
      .split("\n")
      .filter((line) => /reviewer|collapsed|height/.test(line))
      .join("\n"),
  )

describe("the repository's rules", () => {
  test.each(
    casesOf(
      [
        ["nbdiff.toml", '[normalize]\nextra = ["cell.metadata.reviewer"]\n'],
        ["nbdiff.toml", '[normalize]\nalike = ["cell.metadata.rev*"]\n'],
        ["nbdiff.toml", '[[normalize.path]]\nmatch = "lessons/**"\nextra = "cell.metadata.reviewer"\n'],
        ["pyproject.toml", '[tool.nbdiff.normalize]\nextra = "cell.metadata.reviewer"\n'],
      ] as const,
      1,
    ),
  )("make a field quiet in a diff and no conflict in a merge: %s, %j", (file, text) => {
    const repo = installed({ [path]: reviewed("Ann") })
    repo.write(path, reviewed("Bob"))
    expect(shown(repo).every((lines) => lines.includes("reviewer"))).toBe(true)
    repo.write(file, text)
    expect(shown(repo)).toEqual(["", "", ""])
    repo.git("checkout", "-q", path)
    divided(repo, reviewed("Bob"), reviewed("Cid"))
    repo.git("merge", "-q", "theirs")
    expect(repo.read(path)).toBe(reviewed("Bob"))
  })

  test.runIf(THOROUGH)("hold for the paths that they name alone", () => {
    const repo = installed({ [path]: reviewed("Ann") })
    repo.write("nbdiff.toml", '[[normalize.path]]\nmatch = "reports/**"\nextra = "cell.metadata.reviewer"\n')
    repo.write(path, reviewed("Bob"))
    expect(shown(repo).every((lines) => lines.includes("reviewer"))).toBe(true)
    divided(repo, reviewed("Bob"), reviewed("Cid"))
    expect(repo.tryGit("merge", "-q", "theirs").status).toBe(1)
    expect(nbdiff(repo, ["resolve", "--list"]).stdout).toContain("reviewer")
  })

  test.runIf(THOROUGH)("make a quiet field loud, and a conflict, in git's config too", () => {
    const repo = installed({ [path]: folded(false) })
    repo.write(path, folded(true))
    expect(shown(repo)).toEqual(["", "", ""])
    repo.git("config", "nbdiff.normalize.keep", "cell.metadata.collapsed")
    expect(shown(repo).every((lines) => lines.includes("collapsed"))).toBe(true)
  })

  test.runIf(THOROUGH)("hold for parts of outputs", () => {
    const repo = installed({ [path]: notebook({}, { metadata: { height: 1 } }) })
    repo.write("nbdiff.toml", '[normalize]\nalike = ["output.metadata.height"]\n')
    repo.write(path, notebook({}, { metadata: { height: 2 } }))
    expect(shown(repo)).toEqual(["", "", ""])
    repo.write("nbdiff.toml", "")
    expect(shown(repo).every((lines) => lines.includes("height"))).toBe(true)
  })

  test("hold for a merge by hand", () => {
    const repo = repository()
    repo.write("nbdiff.toml", '[normalize]\nextra = ["cell.metadata.reviewer"]\n')
    for (const [name, reviewer] of Object.entries({ base: "Ann", ours: "Bob", theirs: "Cid" }))
      repo.write(`${name}.ipynb`, reviewed(reviewer))
    expect(nbdiff(repo, ["merge", "base.ipynb", "ours.ipynb", "theirs.ipynb"])).toMatchObject({
      status: 0,
      stdout: reviewed("Bob"),
    })
  })

  test("with a slip in them are reported in one line, and the defaults hold", () => {
    const repo = installed({ [path]: reviewed("Ann") })
    repo.write("nbdiff.toml", '[normalize]\nextras = ["cell.metadata.reviewer"]\n')
    repo.write(path, reviewed("Bob"))
    const told = /^(nbdiff|warning): nbdiff\.toml: normalize\.extras: there is no such setting.*\n$/
    const byGit = repo.tryGit("diff")
    expect(byGit.stdout).toContain("reviewer")
    expect(byGit.stderr).toMatch(told)
    const byCommand = nbdiff(repo, ["HEAD"])
    expect(byCommand.stdout).toContain("reviewer")
    expect(byCommand.stderr).toMatch(told)
  })
})
