import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { npmEnvironment, packProject, projectTop, registryOf, runBeside } from "../support/package.js"
import { launcher } from "../support/program.js"
import {
  isolatedEnvironment,
  type Repository,
  repositoryAt,
  runProgram,
  temporaryDirectory,
} from "../support/repository.js"

const readme = readFileSync(join(projectTop, "README.md"), "utf8")

/** The shell blocks of the README in their order. */
const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, body = ""]) => body)

/** Those that are for a clone: they install packages from the network, and run these very tests. */
const isForClone = (block: string): boolean => block.startsWith("npm ci")

describe.skipIf(process.platform === "win32")("the README's shell blocks", () => {
  test("run as they are, one after the other, in a repository with notebooks", async () => {
    const home = temporaryDirectory("home")
    const registry = await registryOf(packProject(home))
    const prefix = npmEnvironment(home).npm_config_prefix ?? ""
    const env = {
      ...npmEnvironment(home),
      npm_config_registry: registry.url,
      PATH: [join(prefix, "bin"), process.env.PATH].join(delimiter),
    }
    const cwd = sampleRepository(home)
    const outputs: string[] = []
    for (const block of blocks.filter((each) => !isForClone(each))) {
      const { status, stdout, stderr } = await runBeside("sh", ["-e", "-c", block], { cwd, env })
      expect({ block, status, stderr }).toMatchObject({ status: 0 })
      outputs.push(stdout)
    }
    registry.close()
    const said = outputs.join("")
    expect(said).toContain('+adverts = adverts.dropna(subset=["price"])\n')
    expect(said).toContain("report.ipynb: cell 3 · markdown · ## Recommendation: source, 180 ↔ 165")
    expect(readdirSync(cwd)).toEqual(expect.arrayContaining(["comment.md", "diff.json", "merged.ipynb"]))
    expect(JSON.parse(readFileSync(join(cwd, "diff.json"), "utf8"))).toMatchObject({ version: 1 })
  }, 120_000)

  test.skipIf(!process.env.NBDIFF_FRESH_CLONE).each(blocks.filter(isForClone))(
    "%s runs in a fresh clone",
    async (block) => {
      const { NBDIFF_FRESH_CLONE: _, ...env } = process.env
      const cwd = temporaryDirectory("clone")
      await runBeside("git", ["clone", "-q", projectTop, cwd], { cwd, env })
      const { status, stdout, stderr } = await runBeside("sh", ["-e", "-c", block], { cwd, env })
      expect({ status, stdout, stderr }).toMatchObject({ status: 0 })
    },
    900_000,
  )
})

/** A repository in the state that the README speaks of, with the notebooks it names: a commit to compare with, a
 *  change in the worktree, a notebook in conflict. */
function sampleRepository(home: string): string {
  const repo = repositoryAt(temporaryDirectory("analysis"), home)
  const example = (name: string): string => readFileSync(join(projectTop, "examples", name), "utf8")
  repo.git("init", "-q", "-b", "main")
  repo.commit("First", {
    "pricing.ipynb": example("pricing/first.ipynb"),
    "report.ipynb": example("report/base.ipynb"),
    "notebook.ipynb": example("pricing/theirs.ipynb"),
  })
  repo.commit("Ours", { "report.ipynb": example("report/ours.ipynb") })
  for (const [name, path] of Object.entries({
    before: "pricing/first",
    after: "pricing/cleaned",
    base: "pricing/cleaned",
    ours: "pricing/ours",
    theirs: "pricing/theirs",
  })) {
    copyFileSync(join(projectTop, "examples", `${path}.ipynb`), join(repo.top, `${name}.ipynb`))
  }
  repo.write("pricing.ipynb", example("pricing/cleaned.ipynb"))
  leaveInConflict(repo, "report.ipynb", join(projectTop, "examples/report"))
  return repo.top
}

/** As a merge that called nbdiff leaves a notebook: marked in the worktree, its three versions in the index. */
function leaveInConflict(repo: Repository, path: string, folder: string): void {
  const sides = ["base", "ours", "theirs"].map((side) => join(folder, `${side}.ipynb`))
  const merged = runProgram(process.execPath, [launcher, "merge", "-o", path, ...sides], {
    cwd: repo.top,
    env: repo.env,
  })
  expect(merged.status).toBe(1)
  const stages = sides.map(
    (file, i) => `100644 ${repo.git("hash-object", "-w", file).trim()} ${i + 1}\t${path}\n`,
  )
  const input = `0 ${"0".repeat(40)}\t${path}\n${stages.join("")}`
  expect(repo.run(["update-index", "--index-info"], { input }).status).toBe(0)
}

describe("the README", () => {
  test("lists every command of the help", () => {
    const cwd = temporaryDirectory()
    const help = runProgram(process.execPath, [launcher, "--help", "--all"], {
      cwd,
      env: isolatedEnvironment(cwd),
    })
    const commands = [...(help.stdout.split("\nCommands")[1] ?? "").matchAll(/^ {2}(\w+) /gm)]
    const rows = readme.split("\n").filter((line) => line.startsWith("| `nbdiff"))
    expect(commands.length).toBeGreaterThan(10)
    for (const [, name] of commands) {
      expect(
        rows.some((row) => new RegExp(`\`(nbdiff )?${name}\\b`).test(row)),
        name,
      ).toBe(true)
    }
  })

  test("shows pictures that are what the program shows", () => {
    const cwd = temporaryDirectory()
    const script = join(projectTop, "scripts/pictures.mjs")
    const { status, stderr } = runProgram(process.execPath, [script, "--check"], {
      cwd,
      env: isolatedEnvironment(cwd),
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
  })
})

const documents = [
  ...["README.md", "ARCHITECTURE.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...readdirSync(join(projectTop, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
]

describe.each(documents)("%s", (document) => {
  const text = readFileSync(join(projectTop, document), "utf8")

  test("links only to files that are there, and to headings that are in them", () => {
    for (const [, target = ""] of text.replace(/^```.*?^```$/gms, "").matchAll(/\]\(([^)]+)\)/g)) {
      if (/^https?:/.test(target)) continue
      const [path = "", anchor] = target.split("#")
      const file = path === "" ? join(projectTop, document) : join(projectTop, dirname(document), path)
      expect(existsSync(file), target).toBe(true)
      if (anchor !== undefined) expect(anchorsOf(readFileSync(file, "utf8")), target).toContain(anchor)
    }
  })

  test("names no place of one machine", () => {
    expect(text).not.toMatch(/\/(?:work|home|Users|root)\//)
  })
})

/** A heading's anchor as GitHub makes it. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  )
}
