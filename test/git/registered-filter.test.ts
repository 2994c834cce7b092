import { describe, expect, test } from "vitest"
import { repository } from "../support/repository.js"
import { register, standIn } from "../support/stand-in.js"

const oneShot = "case $2 in clean) tr a-z A-Z;; smudge) cat;; *) exit 1;; esac"

describe("the registered filter", () => {
  test("passes what is added through clean, and the path with it", () => {
    const repo = repository({ name: "it's 100%f" })
    register(repo, standIn(`[ "$2 $3" = "clean sub dir/it's.ipynb" ] && tr a-z A-Z`, "100%f  %%"), "strip")
    repo.git("config", "--unset", "filter.nbdiff.process")
    repo.write("sub dir/it's.ipynb", "text\n")
    repo.git("add", "sub dir")
    expect(repo.git("show", "--no-textconv", ":sub dir/it's.ipynb")).toBe("TEXT\n")
  })

  test("checks out unchanged through smudge", () => {
    const repo = repository()
    register(repo, standIn(oneShot), "strip")
    repo.git("config", "--unset", "filter.nbdiff.process")
    repo.commit("one", { "a.ipynb": "text\n" })
    repo.git("rm", "-q", "a.ipynb")
    repo.git("checkout", "-q", "HEAD", "--", "a.ipynb")
    expect(repo.read("a.ipynb")).toBe("TEXT\n")
  })

  test("is started once, by its long-running command, in the mode it was registered with", () => {
    const repo = repository()
    register(repo, standIn('echo "$*" >&2; exit 1', "100%f"), "keep-local")
    repo.write("a.ipynb", "text\n")
    expect(repo.tryGit("add", "a.ipynb").stderr).toMatch(/^driver process --keep-local\n/)
  })

  test("stops git add when the program is missing, rather than add the file unfiltered", () => {
    const repo = repository()
    register(repo, { ...standIn(""), script: "/no/such/nbdiff.js", node: "/no/such/node" }, "strip")
    repo.write("a.ipynb", "text\n")
    expect(repo.tryGit("add", "a.ipynb").status).not.toBe(0)
    expect(repo.git("ls-files")).toBe("")
  })
})
