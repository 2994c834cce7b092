import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { type Repository, repository, temporaryDirectory } from "../support/repository.js"
import { failures, pathWithoutNode, register, standIn } from "../support/stand-in.js"
import { casesOf } from "../support/thorough.js"

const base = "one\ntwo\nthree\nfour\nfive\n"
const apart = { ours: "ONE\ntwo\nthree\nfour\nfive\n", theirs: "one\ntwo\nthree\nfour\nFIVE\n" }
const clashing = { ours: "one\ntwo\nTHREE\nfour\nfive\n", theirs: "one\ntwo\n3\nfour\nfive\n" }

interface Sides {
  readonly ours: string
  readonly theirs: string
}

describe("the registered merge command", () => {
  test("takes what the driver merged", () => {
    const repo = diverged(apart)
    register(repo, standIn('echo merged >"$4"; exit 0'))
    expect(repo.tryGit("merge", "-q", "theirs").status).toBe(0)
    expect(repo.read("a.ipynb")).toBe("merged\n")
  })

  test("records the conflict that the driver marked", () => {
    const repo = diverged(apart)
    register(repo, standIn('echo marked >"$4"; exit 64'))
    expect(repo.tryGit("merge", "-q", "theirs").status).toBe(1)
    expect(repo.read("a.ipynb")).toBe("marked\n")
    expect(repo.git("ls-files", "-u").trim().split("\n")).toHaveLength(3)
  })

  test("hands the driver files, marker size, path and labels, in git's order", () => {
    const repo = diverged(apart, "dir with 'quote'/a b.ipynb")
    register(repo, standIn('for a; do echo "$a"; done >"$4"; exit 0'))
    repo.git("merge", "-q", "theirs")
    const [driver, name, o, a, b, size, path, ...labels] = repo
      .read("dir with 'quote'/a b.ipynb")
      .trimEnd()
      .split("\n")
    expect([driver, name, size, path]).toEqual(["driver", "merge", "7", "dir with 'quote'/a b.ipynb"])
    expect([o, a, b].every((file) => file?.startsWith(".merge_file_"))).toBe(true)
    expect(labels).toHaveLength(3)
  })

  test.each(casesOf(failures, 2))("merges by line when $when", ({ program }) => {
    const repo = diverged(apart)
    register(repo, program())
    expect(merge(repo).status).toBe(0)
    expect(repo.read("a.ipynb")).toBe("ONE\ntwo\nthree\nfour\nFIVE\n")
  })

  test.each(casesOf(failures, 2))("keeps both sides' lines in a conflict when $when", ({ program }) => {
    const repo = diverged(clashing)
    register(repo, program())
    expect(merge(repo).status).toBe(1)
    expect(repo.read("a.ipynb")).toBe(
      "one\ntwo\n<<<<<<< ours\nTHREE\n=======\n3\n>>>>>>> theirs\nfour\nfive\n",
    )
    expect(repo.git("status", "--porcelain")).toBe("UU a.ipynb\n")
  })

  test.each(["diff3", "zdiff3"])("honors merge.conflictStyle=%s when it merges by line", (style) => {
    const repo = diverged(clashing)
    repo.git("config", "merge.conflictStyle", style)
    register(repo, standIn("exit 1"))
    merge(repo)
    expect(repo.read("a.ipynb")).toBe(
      "one\ntwo\n<<<<<<< ours\nTHREE\n||||||| base\nthree\n=======\n3\n>>>>>>> theirs\nfour\nfive\n",
    )
  })

  test("honors conflict-marker-size when it merges by line", () => {
    const repo = diverged(clashing)
    register(repo, standIn("exit 1"))
    repo.write(".git/info/attributes", "*.ipynb merge=nbdiff conflict-marker-size=11\n")
    merge(repo)
    expect(repo.read("a.ipynb")).toContain("\n<<<<<<<<<<< ours\n")
  })

  test("keeps both sides when both added the file and the driver fails", () => {
    const repo = diverged({ ours: "a\nb\n", theirs: "a\nc\n" }, "new.ipynb", undefined)
    register(repo, standIn("exit 1"))
    expect(merge(repo).status).toBe(1)
    expect(repo.read("new.ipynb")).toBe("a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n")
  })

  test("records a conflict, with ours in place, for a file that has no lines to merge", () => {
    const repo = diverged({ ours: "ours\0", theirs: "theirs\0" })
    register(repo, standIn("exit 1"))
    const { status, stderr } = merge(repo)
    expect(status).toBe(1)
    expect(stderr).toContain("Cannot merge binary files")
    expect(repo.read("a.ipynb")).toBe("ours\0")
    expect(repo.git("status", "--porcelain")).toBe("UU a.ipynb\n")
  })

  test("clears away what a killed driver left half written", () => {
    const repo = diverged(apart)
    register(repo, standIn('echo half >"$4.nbdiff-1"; kill -9 $$'))
    merge(repo)
    expect(repo.git("status", "--porcelain", "--untracked-files=all")).toBe("")
  })

  test("uses git's labels where git passes them", () => {
    const directory = temporaryDirectory()
    for (const [name, content] of Object.entries({ O: base, A: clashing.ours, B: clashing.theirs }))
      writeFileSync(join(directory, name), content)
    const repo = diverged(clashing)
    register(repo, standIn("exit 1"))
    const command = repo
      .git("config", "merge.nbdiff.driver")
      .trimEnd()
      .replace(/%O %A %B %L %P %S %X %Y$/, `O A B 7 a.ipynb 'an ancestor' 'HEAD' 'it'\\''s theirs'`)
      .replaceAll("%%", "%")
    repo.run(["-c", `alias.go=!cd '${directory}' && ${command}`, "go"])
    expect(readFileSync(join(directory, "A"), "utf8")).toContain(
      "<<<<<<< HEAD\nTHREE\n=======\n3\n>>>>>>> it's theirs\n",
    )
  })

  test.each([
    "two  spaces",
    "it's",
    'a "quoted" name',
    "$HOME `id` $(id)",
    "back\\slash",
    "100%P %A %%",
    "größe 笔记",
    "semi;colon & more | less > x < y * ? [z] ~ # !",
    "new\nline",
  ])("finds a program in a directory called %j", (name) => {
    const repo = diverged(apart)
    register(repo, standIn('echo merged >"$4"; exit 0', name))
    expect(repo.tryGit("merge", "-q", "theirs")).toMatchObject({ status: 0, stderr: "" })
    expect(repo.read("a.ipynb")).toBe("merged\n")
  })

  test("uses the Node on the PATH when the registered one is gone", () => {
    const repo = diverged(apart)
    const program = standIn("")
    writeFileSync(program.script, 'require("fs").writeFileSync(process.argv[5], "by node\\n")')
    register(repo, { ...program, node: "/no/such/node" })
    expect(repo.tryGit("merge", "-q", "theirs").status).toBe(0)
    expect(repo.read("a.ipynb")).toBe("by node\n")
  })
})

function merge(repo: Repository) {
  return repo.run(["merge", "-q", "theirs"], { env: { PATH: pathWithoutNode() } })
}

/** A repository whose branches `main` and `theirs` changed one file, and `main` is checked out. */
function diverged(sides: Sides, path = "a.ipynb", ancestor: string | undefined = base): Repository {
  const repo = repository()
  repo.commit("base", ancestor === undefined ? { other: "x\n" } : { [path]: ancestor })
  repo.git("checkout", "-q", "-b", "theirs")
  repo.commit("theirs", { [path]: sides.theirs })
  repo.git("checkout", "-q", "main")
  repo.commit("ours", { [path]: sides.ours })
  return repo
}
