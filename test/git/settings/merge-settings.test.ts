import { describe, expect, it } from "vitest"
import { mergeLayer, readPolicies } from "../../../src/git/settings/merge-settings.js"
import { isVolatile } from "../../../src/normalize/rules/rule-set.js"
import { type Repository, repository } from "../../support/repository.js"

async function policyIn({ top, env }: Repository) {
  return (await readPolicies(top, { cwd: top, environment: env }))("a.ipynb")
}

describe("settings for merging", () => {
  it("are the defaults where nothing is set", async () => {
    const policy = await policyIn(repository())
    expect(policy).toMatchObject({ outputs: "follow", insertions: "keep-both" })
    expect(policy.preferred("cell", ["metadata", "name"])).toBeUndefined()
  })

  it("come from nbdiff.toml, and git's config is stronger", async () => {
    const place = repository()
    place.write(
      "nbdiff.toml",
      '[merge]\noutputs = "clear"\ninsertions = "conflict"\nprefer = ["cell.metadata.slideshow=theirs", "notebook.metadata.*=ours"]\n',
    )
    place.git("config", "nbdiff.merge.outputs", "ours")
    place.git("config", "--add", "nbdiff.merge.prefer", "cell.metadata.slideshow.kind=ours")
    const policy = await policyIn(place)
    expect(policy).toMatchObject({ outputs: "ours", insertions: "conflict" })
    expect(policy.preferred("cell", ["metadata", "slideshow"])).toBe("theirs")
    expect(policy.preferred("cell", ["metadata", "slideshow", "kind"])).toBe("ours")
    expect(policy.preferred("notebook", ["metadata", "title"])).toBe("ours")
    expect(policy.preferred("cell", ["metadata", "title"])).toBeUndefined()
  })

  it("name the rules that are on; a stronger list replaces a weaker one", async () => {
    const place = repository()
    expect((await policyIn(place)).lineRules.size).toBe(7)
    place.write("nbdiff.toml", '[merge]\nrules = ["imports", "formatting"]\n')
    expect([...(await policyIn(place)).lineRules]).toEqual(["formatting", "imports"])
    place.git("config", "nbdiff.merge.rules", "none")
    expect([...(await policyIn(place)).lineRules]).toEqual([])
    place.git("config", "nbdiff.merge.rules", "all")
    expect((await policyIn(place)).lineRules.size).toBe(7)
  })

  it("come from pyproject.toml where there is no nbdiff.toml", async () => {
    const place = repository()
    place.write("pyproject.toml", '[tool.nbdiff.merge]\noutputs = "theirs"\n')
    expect(await policyIn(place)).toMatchObject({ outputs: "theirs" })
  })

  it.each([
    ['[merge]\noutput = "ours"\n', "nbdiff.toml: merge.output: there is no such setting"],
    ['[merge]\noutputs = "mine"\n', "nbdiff.toml: merge.outputs: 'mine' is not one of"],
    ["[merge]\noutputs = { a = 1 }\n", "nbdiff.toml: merge.outputs: is neither a value nor a list"],
    [
      '[merge]\nprefer = "cell.metadata.x"\n',
      "nbdiff.toml: merge.prefer: 'cell.metadata.x' is not of the form",
    ],
    ['[merge]\nprefer = "nothing=ours"\n', "nbdiff.toml: merge.prefer: 'nothing' is not a path"],
    ['[merge]\nrules = ["import"]\n', "nbdiff.toml: merge.rules: 'import' is not one of only-deletions,"],
    ['[merges]\noutputs = "ours"\n', "nbdiff.toml: merges: there is no such section"],
  ])("that are wrong are reported in one line: %j", async (text, told) => {
    const place = repository()
    place.write("nbdiff.toml", text)
    await expect(policyIn(place)).rejects.toThrow(told)
  })

  it.each([
    "cell.metadta.name",
    "cell.source",
    "cell.id",
    "cell.outputs",
    "cell.attachments.picture",
    "cell.cell_type.name",
    "notebook.cells",
    "notebook.nbformat_minor",
    "notebook.metadata.kernelspec",
    "notebook.metadata.language_info.version",
    "cell.{metadata,source}.x",
  ])("that prefer a side in what is never a field's conflict are reported: %s", async (path) => {
    const place = repository()
    place.git("config", "nbdiff.merge.prefer", `${path}=theirs`)
    await expect(policyIn(place)).rejects.toThrow(
      `git config: nbdiff.merge.prefer: '${path}' is none of what it decides: cell.cell_type, cell.metadata, ` +
        "and notebook.metadata but for kernelspec and language_info",
    )
  })

  it.each([
    "cell.cell_type",
    "cell.metadata",
    "cell.*.name",
    "cell.language",
    "notebook.metadata",
    "notebook.metadata.*",
    'notebook.metadata."a.b"',
    "notebook.{metadata,worksheets.0.metadata}.name",
  ])("prefer a side in %s", async (path) => {
    const place = repository()
    place.git("config", "nbdiff.merge.prefer", `${path}=theirs`)
    await expect(policyIn(place)).resolves.toBeDefined()
  })

  it.each([
    ["[tool.nbdiff.merge]\noutputs = theirs\n", "pyproject.toml: line 2, column 11"],
    ["[tool.nbdiff.merge\noutputs = 'theirs'\n", "pyproject.toml: line 1"],
    ["\ufeff[tool.nbdiff]\nx = 1\n", "pyproject.toml: tool.nbdiff.x: there is no such section"],
    ["[tool.nbdiff\n", "pyproject.toml: line 1"],
    ['["tool"."nbdiff".merge]\noutputs = theirs\n', "pyproject.toml: line 2"],
    [
      "tool = { nbdiff = { merge = { outputs = 1 } } }\n",
      "pyproject.toml: tool.nbdiff.merge.outputs: '1' is",
    ],
    ["[tool]\nnbdiff = true\n", "pyproject.toml: tool.nbdiff: is not a table"],
  ])("in a pyproject.toml that cannot be followed are reported: %j", async (text, told) => {
    const place = repository()
    place.write("pyproject.toml", text)
    await expect(policyIn(place)).rejects.toThrow(told)
  })

  it.each([
    "[tool.poetry\n",
    "tool.x = \n[tool]\n",
    '[project]\ndependencies = ["nbdiff==0.1", "nbdiff >= 1"]\n[tool.poetry\n',
    "# [tool.nbdiff]\n[tool.poetry\n",
  ])("are not looked for in a broken pyproject.toml without them: %j", async (text) => {
    const place = repository()
    place.write("pyproject.toml", text)
    expect(await policyIn(place)).toMatchObject({ outputs: "follow" })
  })

  it("name git's config where that is wrong", async () => {
    const place = repository()
    place.git("config", "nbdiff.merge.insertions", "both")
    await expect(policyIn(place)).rejects.toThrow("git config: nbdiff.merge.insertions: 'both' is not one of")
  })

  it("for normalizing say what is volatile, by path", async () => {
    const place = repository()
    place.write("nbdiff.toml", '[[normalize.path]]\nmatch = "lessons/**"\nextra = "cell.metadata.reviewer"\n')
    place.git("config", "nbdiff.normalize.keep", "cell.metadata.collapsed")
    const policies = await readPolicies(place.top, { cwd: place.top, environment: place.env })
    const isNoise = (path: string, key: string) => isVolatile("cell", ["metadata", key], policies(path).rules)
    expect(isNoise("lessons/a.ipynb", "reviewer")).toBe(true)
    expect(isNoise("a.ipynb", "reviewer")).toBe(false)
    expect(isNoise("a.ipynb", "collapsed")).toBe(false)
    expect(isNoise("a.ipynb", "ExecuteTime")).toBe(true)
  })

  it("of the command line are named as its options", () => {
    expect(() => mergeLayer([["outputs", ["mine"]]], (key) => `--${key}`)).toThrow("--outputs: 'mine'")
  })
})
