import { describe, expect, test } from "vitest"
import { type Repository, repository } from "../support/repository.js"
import { register, standIn } from "../support/stand-in.js"

describe("the registered tools", () => {
  test("git mergetool hands over base, ours, theirs and the file, and believes the exit status", () => {
    const repo = conflicted()
    register(repo, standIn('[ "$1" = mergetool ] && cat "$2" "$3" "$4" >"$5"'))
    expect(repo.tryGit("mergetool", "-y", "--tool=nbdiff")).toMatchObject({ status: 0 })
    expect(repo.read("a b.ipynb")).toBe("base\nours\ntheirs\n")
    expect(repo.git("ls-files", "-u")).toBe("")
  })

  test("git mergetool leaves the conflict when the tool fails", () => {
    const repo = conflicted()
    register(repo, standIn("exit 1"))
    expect(repo.tryGit("mergetool", "-y", "--tool=nbdiff").status).toBe(1)
    expect(repo.git("ls-files", "-u")).not.toBe("")
  })

  test("git mergetool gets whole files where the user lets git resolve what it can", () => {
    const repo = conflicted()
    repo.git("config", "mergetool.hideResolved", "true")
    register(repo, standIn('cat "$2" >"$5"'))
    repo.git("mergetool", "-y", "--tool=nbdiff")
    expect(repo.read("a b.ipynb")).toBe("base\n")
  })

  test("git difftool shows a file that has no driver of its own", () => {
    const repo = conflicted()
    register(repo, standIn('echo "$1 $2 $3 $4 $(cat "$5") $(cat "$6")"'))
    repo.write(".git/info/attributes", "")
    const expected = "--no-index --text --label=a b.ipynb -- ours theirs\n"
    expect(repo.git("difftool", "-y", "--tool=nbdiff", "main", "theirs")).toBe(expected)
  })

  test.each([
    "two  spaces",
    "three   spaces",
    'it\'s "here"',
    "$HOME `id`",
    "back\\slash",
    "100%P * ?",
    "größe 笔记",
  ])("are found in a directory called %j", (name) => {
    const repo = conflicted()
    register(repo, standIn('echo tool >"$5"', name))
    expect(repo.tryGit("mergetool", "-y", "--tool=nbdiff")).toMatchObject({ status: 0 })
    expect(repo.read("a b.ipynb")).toBe("tool\n")
  })
})

function conflicted(): Repository {
  const repo = repository()
  repo.commit("base", { "a b.ipynb": "base\n" })
  repo.git("checkout", "-q", "-b", "theirs")
  repo.commit("theirs", { "a b.ipynb": "theirs\n" })
  repo.git("checkout", "-q", "main")
  repo.commit("ours", { "a b.ipynb": "ours\n" })
  repo.tryGit("merge", "-q", "theirs")
  return repo
}
