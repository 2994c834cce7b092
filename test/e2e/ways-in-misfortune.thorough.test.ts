import { spawn, spawnSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { launcher, nbdiff } from "../support/program.js"
import { type Repository, repository, temporaryDirectory, writeScript } from "../support/repository.js"

/** A notebook that takes some time to write. */
function large(first: string, last: string): string {
  const filler = Array.from({ length: 400 }, (_, i) => `x_${i} = ${JSON.stringify("y".repeat(5000))}`)
  return notebookText(first, ...filler, last)
}

function versions(): {
  readonly base: string
  readonly ours: string
  readonly theirs: string
  readonly merged: string
} {
  return {
    base: large("a = 1", "b = 1"),
    ours: large("a = 2", "b = 1"),
    theirs: large("a = 1", "b = 2"),
    merged: large("a = 2", "b = 2"),
  }
}

function diverged(files: readonly string[] = ["a.ipynb"]): Repository {
  const { base, ours, theirs } = versions()
  const repo = repository()
  nbdiff(repo, ["install"])
  const all = (text: string) => Object.fromEntries(files.map((file) => [file, text]))
  repo.commit("base", all(base))
  repo.git("checkout", "-q", "-b", "topic")
  repo.commit("their work", all(theirs))
  repo.git("checkout", "-q", "main")
  repo.commit("our work", all(ours))
  return repo
}

describe("killed while it writes", () => {
  // A driver is killed at many moments of its life: the file is the old one or the new one at each of them.
  test("the driver leaves the old file or the new one", async () => {
    const { base, ours, theirs, merged } = versions()
    const directory = temporaryDirectory()
    for (let delay = 20; delay <= 240; delay += 20) {
      for (const [name, text] of Object.entries({ O: base, A: ours, B: theirs }))
        writeFileSync(join(directory, name), text)
      const child = spawn(process.execPath, [launcher, "driver", "merge", "O", "A", "B", "7", "a.ipynb"], {
        cwd: directory,
      })
      const ended = new Promise((done) => child.on("close", done))
      const timer = setTimeout(() => child.kill("SIGKILL"), delay)
      await ended
      clearTimeout(timer)
      const left = readFileSync(join(directory, "A"), "utf8")
      expect(left === ours || left === merged).toBe(true)
    }
  })

  test("git merges the file by line, and leaves nothing behind", () => {
    const repo = diverged()
    const command = repo.git("config", "merge.nbdiff.driver").trim()
    const node = writeScript(join(temporaryDirectory("bin"), "node"), 'echo half >"$5.nbdiff-$$"; kill -9 $$')
    repo.git("config", "merge.nbdiff.driver", command.replace(`n='${process.execPath}'`, `n='${node}'`))
    const merge = repo.run(["merge", "-q", "--no-edit", "topic"])
    expect(merge.stderr).toContain("merging by line")
    expect(merge.status).toBe(0)
    expect(repo.read("a.ipynb")).toBe(versions().merged)
    expect(repo.git("status", "--porcelain", "--untracked-files=all")).toBe("")
  })
})

describe("on a full disk", () => {
  test("nothing is lost", (context) => {
    const directory = smallDisk()
    if (directory === undefined) return context.skip("a tmpfs cannot be mounted here")
    onTestFinished(() => {
      runTool("umount", directory)
      rmSync(directory, { recursive: true, force: true })
    })
    const { base, ours, theirs } = versions()
    for (const [name, text] of Object.entries({ O: base, A: ours, B: theirs }))
      writeFileSync(join(directory, name), text)
    const driver = spawnSync(process.execPath, [launcher, "driver", "merge", "O", "A", "B", "7", "a.ipynb"], {
      cwd: directory,
      encoding: "utf8",
    })
    expect([0, 64]).not.toContain(driver.status)
    expect(driver.stderr).toMatch(/^nbdiff: .*no space left on device/i)
    expect(readFileSync(join(directory, "A"), "utf8")).toBe(ours)
    expect(readdirSync(directory).sort()).toEqual(["A", "B", "O"])
    const merge = spawnSync(process.execPath, [launcher, "merge", "O", "A", "B", "-o", "A"], {
      cwd: directory,
      encoding: "utf8",
    })
    expect(merge.status).toBe(2)
    expect(merge.stderr).toBe("nbdiff: could not write 'A': No space left on device\n")
    expect(readFileSync(join(directory, "A"), "utf8")).toBe(ours)
  })
})

/** A file system that holds three versions and not a fourth; undefined where none can be mounted: that takes root. */
function smallDisk(): string | undefined {
  const directory = join(process.env.TMPDIR ?? "/tmp", `nbdiff-small-disk-${process.pid}`)
  mkdirSync(directory, { recursive: true })
  const size = Math.ceil(versions().ours.length * 3.5)
  const status = runTool("mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", directory)
  if (status === 0) return directory
  rmSync(directory, { recursive: true, force: true })
  return undefined
}

/** The exit status of one of the system's programs, null where there is none. */
function runTool(program: string, ...args: readonly string[]): number | null {
  return spawnSync(program, args).status
}

test("two merges at once do not get into each other's way", async () => {
  const repo = diverged(["a.ipynb", "b.ipynb"])
  const linked = join(repo.top, "..", "linked")
  repo.git("worktree", "add", "-q", "-b", "other", linked, "main")
  const merge = (cwd: string) =>
    new Promise<number | null>((done) => {
      const child = spawn("git", ["merge", "-q", "--no-edit", "topic"], {
        cwd,
        env: repo.env,
        stdio: "ignore",
      })
      child.on("close", done)
    })
  expect(await Promise.all([merge(repo.top), merge(linked)])).toEqual([0, 0])
  for (const directory of [repo.top, linked]) {
    for (const file of ["a.ipynb", "b.ipynb"])
      expect(readFileSync(join(directory, file), "utf8") === versions().merged).toBe(true)
  }
  expect(repo.git("status", "--porcelain", "--untracked-files=all")).toBe("")
})
