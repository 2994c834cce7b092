import { describe, expect, it } from "vitest"
import { optionsFor, readNormalizeSettings } from "../../../src/git/settings/normalize-settings.js"
import { actionAt, isVolatile } from "../../../src/normalize/rules/rule-set.js"
import { type Repository, repository } from "../../support/repository.js"

function settingsOf({ top, env }: Repository) {
  return readNormalizeSettings(top, { cwd: top, environment: env })
}

describe("settings for normalizing", () => {
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

  it("follow git's config above the committed file", async () => {
    const place = repository()
    place.write("nbdiff.toml", '[normalize]\noutputs = "keep"\nkeep = ["cell.metadata.collapsed"]\n')
    place.git("config", "nbdiff.normalize.outputs", "strip")
    place.git("config", "--add", "nbdiff.normalize.drop", "cell.metadata.collapsed")
    place.git("config", "nbdiff.normalize.canonical", "yes")
    const options = optionsFor(await settingsOf(place), "a.ipynb")
    expect(options).toMatchObject({ outputs: "strip", canonical: true })
    expect(isVolatile("cell", ["metadata", "collapsed"], options.rules)).toBe(true)
  })

  it("take back for a path what another of them dropped, or one of a stronger source", async () => {
    const place = repository()
    place.write(
      "nbdiff.toml",
      `[normalize]
extra = ["cell.metadata.rev", "cell.metadata.{by,for}"]

[[normalize.path]]
match = "k.ipynb"
keep = ["cell.metadata.rev"]
`,
    )
    place.git("config", "nbdiff.normalize.keep", "cell.metadata.by")
    const settings = await settingsOf(place)
    const isDropped = (path: string, key: string): boolean =>
      isVolatile("cell", ["metadata", key], optionsFor(settings, path).rules)
    expect(isDropped("k.ipynb", "rev")).toBe(false)
    expect(isDropped("a.ipynb", "rev")).toBe(true)
    expect([isDropped("a.ipynb", "by"), isDropped("a.ipynb", "for")]).toEqual([false, true])
  })

  it.each([
    ['extra = ["cell.metadata.*"]', 'keep = ["cell.metadata.tags"]'],
    ['keep = ["cell.metadata.tags"]', 'extra = ["cell.metadata.*"]'],
    ['alike = ["cell.metadata.*"]', 'keep = ["cell.metadata.tags"]', 'extra = ["cell.metadata.*"]'],
  ])("keep what is kept, whatever else the source says and in whatever order: %s", async (...lines) => {
    const place = repository()
    place.write("nbdiff.toml", `[normalize]\n${lines.join("\n")}\n`)
    const { rules } = optionsFor(await settingsOf(place), "a.ipynb")
    expect(actionAt("cell", ["metadata", "tags"], rules)).toBe("keep")
    expect(actionAt("cell", ["metadata", "rev"], rules)).toBe("drop")
  })

  it.each([
    ["kernelspec", "language", ["name", "display_name", "language"]],
    ["kernelspec", "l*", ["name", "display_name", "language"]],
    ["language_info", "file_extension", ["name", "file_extension"]],
    ["kernel_info", "name", ["name", "language"]],
  ])("keep what nbformat needs in a %s whose %s is kept", async (object, part, left) => {
    const place = repository()
    const path = `notebook.metadata.${object}`
    place.write("nbdiff.toml", `[normalize]\nextra = ["${path}"]\nkeep = ["${path}.${part}"]\n`)
    const { rules } = optionsFor(await settingsOf(place), "a.ipynb")
    const kept = ["name", "display_name", "language", "file_extension", "env"].filter(
      (name) => actionAt("notebook", ["metadata", object, name], rules) === "keep",
    )
    expect(kept).toEqual(left)
  })

  it("let a kernelspec go as a whole", async () => {
    const place = repository()
    place.write("nbdiff.toml", '[normalize]\nextra = ["notebook.metadata.kernelspec"]\n')
    place.git("config", "nbdiff.normalize.keep", "notebook.metadata.language_info.version")
    const { rules } = optionsFor(await settingsOf(place), "a.ipynb")
    expect(actionAt("notebook", ["metadata", "kernelspec", "name"], rules)).toBe("drop")
  })

  it("are none where there is no file and no config", async () => {
    const place = repository()
    place.write("pyproject.toml", "[tool.other]\nx = 1\n")
    expect(await settingsOf(place)).toEqual([])
  })
})

describe("a setting that cannot be followed is one line that names the file and the key", () => {
  it.each([
    ["[normalise]\n", "nbdiff.toml: normalise: there is no such section; there are normalize, merge, check"],
    ["normalize = 1\n", "nbdiff.toml: normalize: is not a table"],
    ["[normalize\n", "nbdiff.toml: line 1, column 1"],
    ['[normalize]\ncommand = "rm"\n', "nbdiff.toml: normalize.command: there is no such setting"],
    [
      '[normalize]\noutputs = "some"\n',
      "nbdiff.toml: normalize.outputs: 'some' is not one of strip and keep",
    ],
    ["[normalize]\ncanonical = 3\n", "nbdiff.toml: normalize.canonical: '3' is neither true nor false"],
    [
      '[normalize]\nmax-output = "big"\n',
      "nbdiff.toml: normalize.max-output: 'big' is not a size, such as 500, 10k or 2m",
    ],
    [
      '[normalize]\ndrop = ["metadata.x"]\n',
      "nbdiff.toml: normalize.drop: 'metadata.x' is not a path such as cell.metadata.name",
    ],
    [
      '[normalize]\ndrop = ["cell.metadata.colapsed"]\n',
      "nbdiff.toml: normalize.drop: no rule is for 'cell.metadata.colapsed'; 'extra' adds one",
    ],
    [
      '[normalize]\nextra = ["cell.metadata.rev"]\nkeep = ["cell.metadata.rve"]\ndrop = ["cell.metadata.rve"]\n',
      "nbdiff.toml: normalize.keep: no rule is for 'cell.metadata.rve'; 'extra' adds one",
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
      "nbdiff.toml: normalize.path: is not a list of tables, each written [[…normalize.path]]",
    ],
    [
      '[[normalize.path]]\noutputs = "keep"\n',
      "nbdiff.toml: normalize.path.match: is not a pattern for paths, nor a list of them",
    ],
    [
      '[[normalize.path]]\nmatch = "!a"\n',
      "nbdiff.toml: normalize.path.match: '!a' is not a pattern of .gitattributes",
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
