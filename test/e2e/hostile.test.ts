import { readdirSync, readFileSync, symlinkSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"
import { casesOf } from "../support/thorough.js"

/** Names that are a danger where they are taken for options, given to a shell, or shown as they are. */
const names = casesOf(
  [
    "--output=x.ipynb",
    "-o.ipynb",
    "$(touch ran).ipynb",
    "`touch ran`.ipynb",
    "; touch ran; .ipynb",
    "a' || touch ran; '.ipynb",
    'a" && touch ran; ".ipynb',
    "%A %P %%.ipynb",
    "line\nfeed.ipynb",
    "\x1b[31mred\x1b]52;c;ZXZpbA==\x07.ipynb",
    "\u202egnp.ipynb",
  ],
  3,
)

/** A repository whose two branches each edit another cell of every one of the files. `program` stands for the
 *  installed one. */
function diverged(files: readonly string[], program?: string): Repository {
  const repo = repository()
  const all = (text: string): Readonly<Record<string, string>> =>
    Object.fromEntries(files.map((file) => [file, text]))
  repo.commit("base", all(notebookText("a = 1", "b = 1")))
  repo.git("checkout", "-q", "-b", "theirs")
  repo.commit("theirs", all(notebookText("a = 1", "b = 2")))
  repo.git("checkout", "-q", "main")
  repo.commit("ours", all(notebookText("a = 2", "b = 1")))
  expect(nbdiff(repo, ["install"]).status).toBe(0)
  if (program !== undefined) {
    for (const key of ["diff.nbdiff.command", "diff.nbdiff.textconv", "merge.nbdiff.driver"]) {
      repo.git(
        "config",
        key,
        repo
          .git("config", key)
          .trim()
          .replaceAll(/s='[^']*'/g, `s='${program}'`),
      )
    }
  }
  return repo
}

/** Escape sequences, control characters and what turns text around, but for ends of lines and tabs. */
const dangerous = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/

describe.skipIf(process.platform === "win32")("a file's name", () => {
  test.each([
    ["with the program", undefined],
    ["with the program gone", "/no/such/program.js"],
  ])(
    "is never an option, nor run by a shell: %s",
    (_, program) => {
      const repo = diverged(names, program)
      expect(repo.git("diff", "main~", "main")).toContain("a = 2")
      expect(repo.run(["log", "-p", "main"], { env: { NBDIFF_TEXTCONV: "always" } }).stdout).toContain(
        "a = 2",
      )
      repo.tryGit("merge", "-q", "--no-edit", "theirs")
      for (const name of names) expect(repo.read(name)).toMatch(/a = 2.*b = 2/s)
      expect(readdirSync(repo.top).sort()).toEqual([".git", ...names].sort())
    },
    120_000,
  )

  test("reaches the terminal as harmless text", () => {
    const repo = diverged(names)
    const shown = [
      nbdiff(repo, ["main~", "main"]),
      nbdiff(repo, ["--stat", "main~", "main"]),
      nbdiff(repo, ["--name-only", "main~", "main"]),
      nbdiff(repo, ["normalize", "--check", "."]),
      nbdiff(repo, ["check"]),
      nbdiff(repo, ["status"]),
    ]
    for (const { stdout, stderr } of shown) expect(stdout + stderr).not.toMatch(dangerous)
    expect(repo.git("diff", "main~", "main")).not.toMatch(dangerous)
  })
})

describe("a committed file of settings", () => {
  const normalize = ["normalize", "a.ipynb"]
  const merge = ["merge", "a.ipynb", "a.ipynb", "a.ipynb", "-o", "m.ipynb"]

  test.each([
    ["names no program for a merge", '[merge]\ncommand = "touch ran"\n', merge],
    ["names no program for normalizing", '[normalize]\ncommand = "touch ran"\n', normalize],
    ["names no driver", '[driver]\nmerge = "touch ran"\n', merge],
    ["names no place outside of the notebook", '[normalize]\noutput = "../stolen"\n', normalize],
    ["cannot take sources away", '[normalize]\nextra = ["cell.source"]\n', normalize],
  ])("%s: to ask for it is an error, and nothing is done", (_, settings, args) => {
    const repo = repository()
    const text = notebookText("a = 1")
    repo.write("a.ipynb", text)
    repo.write("nbdiff.toml", settings)
    const { status, stderr } = nbdiff(repo, args)
    expect(status).toBe(2)
    expect(stderr).toMatch(/^nbdiff: nbdiff\.toml: .*\n$/)
    expect(repo.read("a.ipynb")).toBe(text)
    expect(readdirSync(repo.top).sort()).toEqual([".git", "a.ipynb", "nbdiff.toml"])
  })
})

describe("a notebook", () => {
  test("is never run, whatever nbdiff does with it", () => {
    const source = `import os\nos.system("touch ran")\n!touch ran`
    const repo = repository()
    nbdiff(repo, ["install", "--filter"])
    repo.commit("one", { "a.ipynb": notebookText(source) })
    repo.write("a.ipynb", notebookText(`${source}\n%run ran`))
    repo.git("diff")
    nbdiff(repo, ["show", "a.ipynb"])
    nbdiff(repo, ["normalize", "a.ipynb"])
    expect(readdirSync(repo.top).sort()).toEqual([".git", "a.ipynb"])
  })

  test("whose attachments are named like paths writes no file", () => {
    const repo = repository()
    const file = (data: string): string =>
      JSON.stringify({
        cells: [
          {
            cell_type: "markdown",
            id: "a",
            metadata: {},
            attachments: { "../../evil.png": { "image/png": data }, "/evil.png": { "image/png": data } },
            source: "![](attachment:../../evil.png)",
          },
        ],
        metadata: {},
        nbformat: 4,
        nbformat_minor: 5,
      })
    for (const [name, data] of Object.entries({ base: "AAAA", ours: "BBBB", theirs: "CCCC" })) {
      repo.write(`${name}.ipynb`, file(data))
    }
    const { status } = nbdiff(repo, ["merge", "base.ipynb", "ours.ipynb", "theirs.ipynb", "-o", "m.ipynb"])
    expect([0, 1]).toContain(status)
    const expected = [".git", "base.ipynb", "m.ipynb", "ours.ipynb", "theirs.ipynb"]
    expect(readdirSync(repo.top).sort()).toEqual(expected)
    expect(readdirSync(dirname(repo.top)).sort()).toEqual(["home", "repository"])
  })

  test("with the keys of JavaScript's own objects is merged like any other", () => {
    const repo = repository()
    const file = (value: number, other: number): string =>
      `{"cells": [], "metadata": {"__proto__": {"polluted": ${value}}, "constructor": {"prototype": ${other}}, ` +
      `"toString": 1, "hasOwnProperty": 2}, "nbformat": 4, "nbformat_minor": 5}\n`
    repo.write("base.ipynb", file(1, 1))
    repo.write("ours.ipynb", file(2, 1))
    repo.write("theirs.ipynb", file(1, 2))
    const { status, stdout } = nbdiff(repo, ["merge", "base.ipynb", "ours.ipynb", "theirs.ipynb"])
    expect({ status, stdout }).toEqual({ status: 0, stdout: file(2, 2) })
  })

  test("that is nested without end is an error in a line", () => {
    const repo = repository()
    repo.write("a.ipynb", `{"cells": [], "metadata": {"x": ${"[".repeat(100_000)}${"]".repeat(100_000)}}}`)
    const { status, stderr } = nbdiff(repo, ["show", "a.ipynb"])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^nbdiff: a\.ipynb: line 1, column \d+: .*\n$/)
  })
})

test.skipIf(process.platform === "win32")(
  "a link in a repository does not lead `normalize .` to a file outside of it",
  () => {
    const repo = repository()
    const outside = join(repo.home, "private.ipynb")
    const text = notebookText("a = 1").replace('"execution_count": null', '"execution_count": 7')
    repo.write("../home/private.ipynb", text)
    symlinkSync(outside, join(repo.top, "link.ipynb"))
    symlinkSync(repo.home, join(repo.top, "folder"))
    expect(nbdiff(repo, ["normalize", "."]).status).toBe(0)
    expect(readFileSync(outside, "utf8")).toBe(text)
  },
)

describe("the network", () => {
  const dist = fileURLToPath(new URL("../../dist/", import.meta.url))
  const programs = readdirSync(dist).filter((name) => /\.c?js$/.test(name))
  /** What `--web` loads: it listens on the loopback (`web/server/server.test.ts`), and asks nobody. */
  const server = "web.cjs"
  const servers = new Set([server, "merge-web.cjs"])

  test("no program loads a module that could reach it, but the server of --web", () => {
    expect(programs).toEqual(expect.arrayContaining(["driver.cjs", server]))
    for (const name of programs) {
      const text = readFileSync(join(dist, name), "utf8")
      const loaded = [...text.matchAll(/require\("(?:node:)?([a-z_/0-9]+)"\)/g)].map(([, module]) => module)
      const network = loaded.filter((module) =>
        /^(?:https?|http2|net|tls|dgram|dns|inspector)\b/.test(module ?? ""),
      )
      expect([
        name,
        network.filter((module) => !servers.has(name) || !/^(?:http|net)$/.test(module ?? "")),
      ]).toEqual([name, []])
      // the page's own script, which is a text in these chunks, asks the server that sent it
      if (!/html-(view|page)|merge-web/.test(name)) expect(text).not.toMatch(/\bfetch\(|\bWebSocket\b/)
    }
  })

  test("the server of --web asks nobody, and is loaded by nothing that git calls", () => {
    for (const name of servers)
      expect(readFileSync(join(dist, name), "utf8")).not.toMatch(/\.request\)?\(|\.get\)?\("http/)
    expect(readFileSync(join(dist, server), "utf8")).not.toMatch(/\bfetch\(/)
    const drivers = programs.filter((name) => name.includes("driver"))
    for (const name of drivers)
      expect(readFileSync(join(dist, name), "utf8")).not.toMatch(/\/(merge-)?web\.cjs/)
    const loaders = programs.filter((name) => readFileSync(join(dist, name), "utf8").includes('"./web.cjs"'))
    expect(loaders).toEqual(["diff.cjs"])
  })
})
