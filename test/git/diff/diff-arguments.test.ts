import { chmodSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { type DiffRequest, parseDiffArguments } from "../../../src/git/diff/diff-arguments.js"
import { type Repository, repository } from "../../support/repository.js"
import { register, standIn } from "../../support/stand-in.js"

const lines = Array.from({ length: 20 }, (_, line) => `line ${line}\n`)

describe("the arguments of an external diff, as git gives them", () => {
  test("of a changed file in the worktree", () => {
    const repo = recording({ "sub/a.ipynb": "old\n" })
    repo.write("sub/a.ipynb", "new\n")
    expect(requests(repo, "diff")).toEqual([
      {
        kind: "pair",
        pair: {
          oldPath: "sub/a.ipynb",
          path: "sub/a.ipynb",
          before: present(repo.git("rev-parse", ":sub/a.ipynb").trim()),
          after: { kind: "present", file: "sub/a.ipynb", blob: undefined, mode: "100644" },
        },
      },
    ])
  })

  test("of added and deleted files", () => {
    const repo = recording({ "gone.ipynb": "gone\n" })
    repo.git("rm", "-q", "gone.ipynb")
    repo.commit("next", { "new.ipynb": "new\n" })
    expect(requests(repo, "diff", "HEAD~", "HEAD")).toMatchObject([
      { pair: { path: "gone.ipynb", before: { kind: "present" }, after: { kind: "absent" } } },
      { pair: { path: "new.ipynb", before: { kind: "absent" }, after: { kind: "present" } } },
    ])
  })

  test("of a changed mode", () => {
    const repo = recording({ "a.ipynb": "a\n" })
    chmodSync(join(repo.top, "a.ipynb"), 0o755)
    expect(requests(repo, "diff")).toMatchObject([
      { pair: { before: { mode: "100644" }, after: { mode: "100755" } } },
    ])
  })

  test("of a renamed file", () => {
    const repo = recording({ "old.ipynb": lines.join("") })
    repo.git("mv", "old.ipynb", "new name.ipynb")
    repo.write("new name.ipynb", lines.with(0, "line zero\n").join(""))
    repo.git("add", "-u")
    expect(requests(repo, "diff", "--cached", "-M")).toMatchObject([
      {
        pair: {
          oldPath: "old.ipynb",
          path: "new name.ipynb",
          before: { kind: "present" },
          after: { kind: "present" },
          similarity: { kind: "renamed", percent: 93 },
        },
      },
    ])
  })

  test("of a copied file", () => {
    const repo = recording({ "old.ipynb": lines.join("") })
    repo.commit("copy", { "copy.ipynb": lines.join(""), "old.ipynb": lines.slice(1).join("") })
    expect(requests(repo, "diff", "-C", "HEAD~", "HEAD")).toContainEqual(
      expect.objectContaining({
        pair: expect.objectContaining({
          oldPath: "old.ipynb",
          path: "copy.ipynb",
          similarity: { kind: "copied", percent: 100 },
        }),
      }),
    )
  })

  test("of two files outside git's knowledge", () => {
    const repo = recording({ "a.ipynb": "a\n" })
    repo.write("b.ipynb", "b\n")
    expect(requests(repo, "diff", "--no-index", "a.ipynb", "b.ipynb")).toMatchObject([
      {
        pair: {
          oldPath: "a.ipynb",
          path: "b.ipynb",
          before: { file: "a.ipynb" },
          after: { file: "b.ipynb" },
        },
      },
    ])
  })

  test("of an unmerged path", () => {
    const repo = recording({ "a.ipynb": "a\n" })
    repo.write("a.ipynb", "stashed\n")
    repo.git("stash", "-q")
    repo.git("config", "merge.nbdiff.driver", "false")
    repo.commit("next", { "a.ipynb": "next\n" })
    repo.tryGit("stash", "pop")
    expect(requests(repo, "diff", "--cached")).toEqual([{ kind: "unmerged", path: "a.ipynb" }])
  })

  test.each([0, 2, 3, 4, 5, 6, 10])("are none when there are %d of them", (count) => {
    expect(parseDiffArguments(Array.from({ length: count }, () => "x"))).toBeUndefined()
  })

  test("are read where a Windows shell has renamed /dev/null", () => {
    expect(parseDiffArguments(["a", "nul", ".", ".", "a", "0".repeat(40), "100644"])).toMatchObject({
      pair: { before: { kind: "absent" }, after: { kind: "present", blob: undefined } },
    })
  })
})

function present(blob: string) {
  return { kind: "present", file: expect.stringMatching(/a\.ipynb$/), blob, mode: "100644" }
}

/** A repository whose diff driver prints its arguments, one as a line, and an empty line at the end. */
function recording(files: Readonly<Record<string, string>>): Repository {
  const repo = repository()
  register(repo, standIn(`shift 2; for a; do printf '%s\\0' "$a"; done; printf '\\1'`))
  repo.commit("before", files)
  return repo
}

function requests(repo: Repository, ...args: readonly string[]): readonly (DiffRequest | undefined)[] {
  return repo
    .run(args)
    .stdout.split("\x01")
    .slice(0, -1)
    .map((call) => parseDiffArguments(call.split("\0").slice(0, -1)))
}
