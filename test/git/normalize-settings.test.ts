import { describe, expect, it } from "vitest"
import { optionsFor, readNormalizeSettings } from "../../src/git/normalize-settings.js"
import { isVolatile } from "../../src/normalize/rule-set.js"
import { type Repository, repository } from "../support/repository.js"

function settingsOf({ top, env }: Repository) {
  return readNormalizeSettings(top, { cwd: top, environment: env })
}

describe("settings for normalising", () => {
  it("come from nbdiff.toml, for the paths that it names", async () => {
    const place = repository()
    place.write(
      "nbdiff.toml",
      `[normalize]
max-output = "2k"
extra = ["cell.metadata.lesson_*"]

[[normalize.path]]
match = ["docs/**", "tutorial.ipynb"]
outputs = "keep"
drop-tagged = ["scratch"]
`,
    )
    const settings = await settingsOf(place)
    expect(optionsFor(settings, "a.ipynb")).toMatchObject({
      outputs: "strip",
      maxOutput: 2048,
      dropTagged: [],
    })
    expect(optionsFor(settings, "docs/x/a.ipynb")).toMatchObject({ outputs: "keep", dropTagged: ["scratch"] })
    expect(optionsFor(settings, "deep/tutorial.ipynb").outputs).toBe("keep")
    expect(isVolatile("cell", ["metadata", "lesson_1"], optionsFor(settings, "a.ipynb").rules)).toBe(true)
  })

  it("come from pyproject.toml where there is no nbdiff.toml", async () => {
    const place = repository()
    place.write("pyproject.toml", '[project]\nname = "x"\n[tool.nbdiff.normalize]\ncounts = "keep"\n')
    expect(optionsFor(await settingsOf(place), "a.ipynb").counts).toBe("keep")
    place.write("nbdiff.toml", "")
    expect(optionsFor(await settingsOf(place), "a.ipynb").counts).toBe("clear")
  })

  it("heed git's config above the committed file", async () => {
    const place = repository()
    place.write("nbdiff.toml", '[normalize]\noutputs = "keep"\nkeep = ["cell.metadata.collapsed"]\n')
    place.git("config", "nbdiff.normalize.outputs", "strip")
    place.git("config", "--add", "nbdiff.normalize.drop", "cell.metadata.collapsed")
    place.git("config", "nbdiff.normalize.canonical", "yes")
    const options = optionsFor(await settingsOf(place), "a.ipynb")
    expect(options).toMatchObject({ outputs: "strip", canonical: true })
    expect(isVolatile("cell", ["metadata", "collapsed"], options.rules)).toBe(true)
  })

  it("are none where there is no file and no config", async () => {
    const place = repository()
    place.write("pyproject.toml", "[tool.other]\nx = 1\n")
    expect(await settingsOf(place)).toEqual([])
  })
})

describe("a setting that cannot be followed is one line that names the file and the key", () => {
  it.each([
    ["[normalise]\n", "nbdiff.toml: normalise: there is no such section; there are normalize and merge"],
    ["normalize = 1\n", "nbdiff.toml: normalize: is no table"],
    ["[normalize\n", "nbdiff.toml: line 1, column 1"],
    ['[normalize]\ncommand = "rm"\n', "nbdiff.toml: normalize.command: there is no such setting"],
    [
      '[normalize]\noutputs = "some"\n',
      "nbdiff.toml: normalize.outputs: 'some' is not one of strip and keep",
    ],
    ["[normalize]\ncanonical = 3\n", "nbdiff.toml: normalize.canonical: '3' is neither true nor false"],
    [
      '[normalize]\nmax-output = "big"\n',
      "nbdiff.toml: normalize.max-output: 'big' is no size, such as 500, 10k or 2m",
    ],
    [
      '[normalize]\ndrop = ["metadata.x"]\n',
      "nbdiff.toml: normalize.drop: 'metadata.x' is no path such as cell.metadata.name",
    ],
    [
      '[normalize]\ndrop = ["cell.metadata.colapsed"]\n',
      "nbdiff.toml: normalize.drop: no rule is for 'cell.metadata.colapsed'; 'extra' adds one",
    ],
    [
      '[normalize]\nextra = ["cell.source"]\n',
      "nbdiff.toml: normalize.extra: 'cell.source' holds what every notebook needs",
    ],
    [
      '[normalize]\nextra = ["notebook.*"]\n',
      "nbdiff.toml: normalize.extra: 'notebook.*' holds what every notebook needs",
    ],
    [
      '[normalize]\nextra = ["notebook.metadata.kernelspec.*"]\n',
      "nbdiff.toml: normalize.extra: 'notebook.metadata.kernelspec.*' holds what every notebook needs",
    ],
    [
      '[normalize]\n[normalize.path]\nmatch = "a"\n',
      "nbdiff.toml: normalize.path: is no list of tables, each written [[…normalize.path]]",
    ],
    [
      '[[normalize.path]]\noutputs = "keep"\n',
      "nbdiff.toml: normalize.path.match: is no pattern for paths, nor a list of them",
    ],
    [
      '[[normalize.path]]\nmatch = "!a"\n',
      "nbdiff.toml: normalize.path.match: '!a' is no pattern of .gitattributes",
    ],
  ])("%j", async (text, message) => {
    const place = repository()
    place.write("nbdiff.toml", text)
    await expect(settingsOf(place)).rejects.toThrow(message)
  })

  it("of pyproject.toml and of git's config too", async () => {
    const place = repository()
    place.write("pyproject.toml", "[tool.nbdiff.normalize]\ncounts = 1\n")
    await expect(settingsOf(place)).rejects.toThrow(
      "pyproject.toml: tool.nbdiff.normalize.counts: '1' is not one of",
    )
    place.write("pyproject.toml", "")
    place.git("config", "nbdiff.normalize.nothing", "1")
    await expect(settingsOf(place)).rejects.toThrow(
      "git config: nbdiff.normalize.nothing: there is no such setting",
    )
  })
})
