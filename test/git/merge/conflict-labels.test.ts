import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { conflictLabels } from "../../../src/git/merge/conflict-labels.js"
import { type MergeLabels, parseMergeArguments } from "../../../src/git/merge/merge-arguments.js"
import { type Repository, repository, temporaryDirectory } from "../../support/repository.js"
import { register, standIn } from "../../support/stand-in.js"
import { THOROUGH } from "../../support/thorough.js"

const stash = { base: "Stash base", ours: "Updated upstream", theirs: "Stashed changes" }
const unknown = { base: "base", ours: "ours", theirs: "theirs" }

// This git is asked while the driver runs: a stand-in keeps the environment and the directory as they were then.
describe("conflict labels where git passes none", () => {
  test("name HEAD and the branch in a merge", () => {
    const repo = recording()
    repo.tryGit("merge", "theirs")
    expect(labels(repo)).toEqual({ base: "base", ours: "HEAD", theirs: "theirs" })
  })

  test("say in a rebase which side is which", () => {
    const repo = recording()
    repo.git("checkout", "-q", "theirs")
    const [onto, commit] = [repo.git("rev-parse", "main"), repo.git("rev-parse", "theirs")].map((id) =>
      id.slice(0, 7),
    )
    repo.tryGit("rebase", "main")
    expect(labels(repo)).toEqual({
      base: `parent of ${commit} (change of theirs)`,
      ours: `HEAD, rebased onto ${onto}`,
      theirs: `${commit} (change of theirs) of theirs`,
    })
  })

  test.runIf(THOROUGH)("say it for the commits after a conflict too", () => {
    const repo = recording()
    repo.git("checkout", "-q", "theirs")
    repo.commit("another change", { "a.ipynb": "one\ntwice\nthree\n" })
    repo.tryGit("rebase", "main")
    repo.write("a.ipynb", "settled\n")
    repo.git("add", "-u")
    repo.tryGit("rebase", "--continue")
    expect(labels(repo).theirs).toMatch(/^[0-9a-f]{7} \(another change\) of theirs$/)
  })

  test.runIf(THOROUGH)("name no branch where none is rebased", () => {
    const repo = recording()
    repo.git("checkout", "-q", "--detach", "theirs")
    repo.tryGit("rebase", "main")
    expect(labels(repo).theirs).toMatch(/^[0-9a-f]{7} \(change of theirs\)$/)
  })

  test.runIf(THOROUGH)("say it in a linked worktree", () => {
    const repo = recording()
    const linked = join(temporaryDirectory(), "linked")
    repo.git("worktree", "add", "-q", linked, "theirs")
    repo.run(["rebase", "main"], { cwd: linked })
    expect(labels(repo, linked).theirs).toMatch(/^[0-9a-f]{7} \(change of theirs\) of theirs$/)
  })

  test.runIf(THOROUGH)("say it in a rebase by patches, before and after a conflict", () => {
    const repo = recording()
    repo.git("checkout", "-q", "theirs")
    repo.commit("another change", { "a.ipynb": "one\ntwice\nthree\n" })
    repo.tryGit("rebase", "--apply", "main")
    expect(labels(repo)).toMatchObject({ theirs: expect.stringMatching(/^[0-9a-f]{7} \(change of theirs\)/) })
    repo.write("a.ipynb", "settled\n")
    repo.git("add", "-u")
    repo.tryGit("rebase", "--continue")
    expect(labels(repo)).toMatchObject({ theirs: expect.stringMatching(/^[0-9a-f]{7} \(another change\)/) })
  })

  test.runIf(THOROUGH).each([
    ["its first stop", 0],
    ["a first stop after commits that went well", 2],
  ])("say in a rebase by patches what it rebases onto, at %s", (_, before) => {
    const repo = recording()
    const onto = repo.git("rev-parse", "--short=7", "main").trim()
    repo.git("checkout", "-q", "theirs~")
    for (let i = 0; i < before; i++) repo.commit(`file ${i}`, { [`file ${i}`]: "one\n" })
    repo.git("cherry-pick", "theirs")
    repo.tryGit("rebase", "--apply", "main")
    expect(labels(repo).ours).toBe(`HEAD, rebased onto ${onto}`)
  })

  test.runIf(THOROUGH)("name in a rebase what its merges merge", () => {
    const repo = recording()
    repo.git("checkout", "-q", "theirs~")
    repo.git("checkout", "-q", "-b", "onto")
    repo.commit("another file", { other: "one\n" })
    repo.git("checkout", "-q", "main")
    repo.tryGit("merge", "theirs")
    repo.commit("Merge branch 'theirs'", { "a.ipynb": "settled\n" })
    const [onto, commit] = ["onto", "main"].map((name) => repo.git("rev-parse", "--short=7", name).trim())
    repo.tryGit("rebase", "--rebase-merges", "onto")
    expect(labels(repo)).toEqual({
      base: "base",
      ours: `HEAD, rebased onto ${onto}`,
      theirs: `theirs, merged by ${commit} (Merge branch 'theirs') of main`,
    })
    const passed = { base: "1234567", ours: "HEAD", theirs: "refs/rewritten/theirs" }
    expect(conflictLabels(passed, {}, repo.top).theirs).toBe(labels(repo).theirs)
  })

  test.runIf(THOROUGH)("name in a rebase what is merged without a commit that says it", () => {
    const repo = recording()
    const editor = "f() { echo 'merge theirs # new' >>\"$1\"; }; f"
    repo.run(["rebase", "-i", "HEAD~"], { env: { GIT_SEQUENCE_EDITOR: editor, GIT_EDITOR: "true" } })
    expect(labels(repo).theirs).toMatch(/^[0-9a-f]{7} \(change of theirs\)$/)
  })

  test.runIf(THOROUGH)("name the patch that git am applies", () => {
    const repo = recording()
    const patch = repo.git("format-patch", "-1", "--stdout", "theirs")
    repo.run(["am", "-3"], { input: patch })
    expect(labels(repo)).toEqual({ base: "base", ours: "HEAD", theirs: "change of theirs" })
  })

  test("name the commit of a cherry-pick, and say it so in each of several", () => {
    const repo = recording()
    const [first, second] = ["theirs", "main"].map((name) => repo.git("rev-parse", "--short=7", name).trim())
    repo.tryGit("cherry-pick", "theirs")
    expect(labels(repo)).toEqual({
      base: `parent of ${first} (change of theirs)`,
      ours: "HEAD",
      theirs: `${first} (change of theirs)`,
    })
    repo.git("cherry-pick", "--abort")
    repo.git("checkout", "-q", "theirs")
    repo.commit("another file", { other: "one\n" })
    repo.tryGit("cherry-pick", "main~..main")
    expect(labels(repo).theirs).toBe(`${second} (change of main)`)
  })

  test("name what a revert takes back", () => {
    const repo = recording()
    const commit = repo.git("rev-parse", "--short=7", "theirs~").trim()
    repo.tryGit("revert", "--no-edit", "theirs~")
    expect(labels(repo)).toEqual({
      base: `${commit} (change of base)`,
      ours: "HEAD",
      theirs: `parent of ${commit} (change of base)`,
    })
  })

  test("are ours and theirs where no one commit made theirs", () => {
    const repo = recording()
    repo.git("checkout", "-q", "theirs")
    repo.commit("another change", { "a.ipynb": "one\ntwice\nthree\n" })
    repo.git("checkout", "-q", "main")
    repo.tryGit("merge-tree", "--write-tree", "main", "theirs")
    expect(labels(repo)).toEqual(unknown)
  })

  test.each([
    ["the last", []],
    ["an earlier", ["stash@{1}"]],
  ])("are git's own for %s stash", (_, named) => {
    const repo = recording()
    repo.write("a.ipynb", "one\nstashed\nthree\n")
    repo.git("stash", "-q")
    if (named.length > 0) {
      repo.write("a.ipynb", "one\nlater\nthree\n")
      repo.git("stash", "-q")
    }
    repo.commit("next", { "a.ipynb": "one\nnext\nthree\n" })
    repo.tryGit("stash", "pop", ...named)
    expect(labels(repo)).toEqual(stash)
  })

  test.runIf(THOROUGH)("are git's own for a stash in a linked worktree, and for one that is packed", () => {
    const repo = recording()
    const linked = join(temporaryDirectory(), "linked")
    repo.write("a.ipynb", "one\nstashed\nthree\n")
    repo.git("stash", "-q")
    repo.git("pack-refs", "--all")
    repo.git("worktree", "add", "-q", linked, "theirs")
    repo.run(["stash", "apply"], { cwd: linked })
    expect(labels(repo, linked)).toEqual(stash)
  })

  test.runIf(THOROUGH).each([
    ["git merge", ["merge", "-m", "merged", "theirs"]],
    ["git merge of what is ahead", ["merge", "theirs"]],
    ["git pull", ["pull", "--no-rebase", "--no-edit", ".", "theirs"]],
    ["git rebase", ["rebase", "theirs"]],
    ["git rebase by patches", ["rebase", "--apply", "theirs"]],
    ["git pull --rebase", ["pull", "--rebase", ".", "theirs"]],
  ])("are git's own for a stash when %s brings back what it put aside", (name, command) => {
    const repo = recording()
    repo.git("reset", "-q", "--hard", "theirs~")
    if (!name.endsWith("ahead")) repo.commit("another file", { other: "one\n" })
    repo.write("a.ipynb", "one\nmine\nthree\n")
    repo.tryGit("-c", "merge.autoStash=true", "-c", "rebase.autoStash=true", ...command)
    expect(labels(repo)).toEqual(stash)
  })

  test.runIf(THOROUGH).each([
    ["is continued", ["rebase", "--continue"]],
    ["skips its last commit", ["rebase", "--skip"]],
  ])("are so when a rebase without a branch %s", (_, command) => {
    const repo = stoppedWithStash()
    repo.write("b.ipynb", "settled\n")
    repo.git("add", "b.ipynb")
    repo.tryGit(...command)
    expect(labels(repo)).toEqual(stash)
  })

  test.runIf(THOROUGH)("name what is merged or rebased while changes are put aside", () => {
    const rebasing = stoppedWithStash()
    expect(labels(rebasing).theirs).toMatch(/^[0-9a-f]{7} \(change of b\)$/)
    const merging = recording()
    merging.commit("another file", { other: "one\n" })
    merging.write("other", "two\n")
    merging.tryGit("merge", "--autostash", "theirs")
    expect(labels(merging)).toEqual({ base: "base", ours: "HEAD", theirs: "theirs" })
  })

  test.runIf(THOROUGH)("do not take a stash for the rebase that has stopped at its last commit", () => {
    const repo = stoppedWithStash()
    repo.git("reset", "-q", "--hard", "main")
    repo.write("a.ipynb", "one\nby hand\nthree\n")
    repo.git("stash", "-q")
    repo.git("reset", "-q", "--hard", "theirs")
    repo.tryGit("stash", "apply")
    expect(labels(repo)).toEqual(stash)
  })

  test.runIf(THOROUGH)("do not take a cherry-pick for the rebase that has stopped", () => {
    const repo = recording()
    stopRebase(repo)
    repo.tryGit("cherry-pick", "theirs")
    expect(labels(repo).theirs).toMatch(/^[0-9a-f]{7} \(change of theirs\)$/)
  })

  test.runIf(THOROUGH)("name the branch in a merge while a rebase has stopped", () => {
    const repo = recording()
    stopRebase(repo)
    repo.tryGit("merge", "theirs")
    expect(labels(repo)).toEqual({ base: "base", ours: "HEAD", theirs: "theirs" })
  })

  test("choose none of several merged branches", () => {
    const environment = { [`GITHEAD_${"a".repeat(40)}`]: "one", [`GITHEAD_${"b".repeat(64)}`]: "two" }
    expect(conflictLabels(undefined, environment, temporaryDirectory())).toEqual(unknown)
  })
})

describe("conflict labels that git passes", () => {
  const merge = { base: "1a2b3c4", ours: "HEAD", theirs: "topic" }

  test("are taken as they are", () => {
    expect(conflictLabels(merge, {}, temporaryDirectory())).toEqual(merge)
  })

  test("are kept from breaking the marker's line", () => {
    expect(conflictLabels({ ...merge, theirs: "a\r\n\x1b[31mb" }, {}, temporaryDirectory()).theirs).toBe(
      "a [31mb",
    )
  })

  test("say in a rebase which side is which", () => {
    const repo = recording()
    repo.git("checkout", "-q", "theirs")
    const [onto, commit] = [repo.git("rev-parse", "main"), repo.git("rev-parse", "theirs")].map((id) =>
      id.slice(0, 7),
    )
    repo.tryGit("rebase", "main")
    const passed = { base: "parent of it", ours: "HEAD", theirs: `${commit} (change of theirs)` }
    expect(conflictLabels(passed, {}, repo.top)).toEqual({
      base: "parent of it",
      ours: `HEAD, rebased onto ${onto}`,
      theirs: `${commit} (change of theirs) of theirs`,
    })
    const picked = { ...passed, theirs: "0123456 (another commit)" }
    expect(conflictLabels(picked, {}, repo.top)).toEqual(picked)
  })
})

/** A repository in conflict between `main` and `theirs`; its driver keeps what it was called with. */
function recording(): Repository {
  const repo = repository()
  const kept = join(repo.home, "call")
  repo.commit("base", { "a.ipynb": "one\ntwo\nthree\n" })
  repo.commit("change of base", { "a.ipynb": "one\n2\nthree\n" })
  repo.git("checkout", "-q", "-b", "theirs")
  repo.commit("change of theirs", { "a.ipynb": "one\ndeux\nthree\n" })
  repo.git("checkout", "-q", "main")
  repo.commit("change of main", { "a.ipynb": "one\nzwei\nthree\n" })
  register(
    repo,
    standIn(`rm -rf '${kept}'; mkdir '${kept}'; shift 2
      cp "$1" '${kept}/base'; cp "$2" '${kept}/ours'; cp "$3" '${kept}/theirs'
      for a; do printf '%s\\0' "$a"; done >'${kept}/arguments'
      env -0 >'${kept}/environment'
      cp -R "$(git rev-parse --absolute-git-dir)" '${kept}/git'
      exit 64`),
  )
  return repo
}

/** The labels for the driver's last call; in the directory as it was then, or in a worktree as it is now. */
function labels(repo: Repository, worktree?: string): MergeLabels {
  const kept = join(repo.home, "call")
  const entries = readFileSync(join(kept, "environment"), "utf8").split("\0").slice(0, -1)
  const environment = Object.fromEntries(
    entries.map((entry) => [entry.replace(/=.*/s, ""), entry.replace(/^[^=]*=/, "")]),
  )
  const request = parseMergeArguments(readFileSync(join(kept, "arguments"), "utf8").split("\0").slice(0, -1))
  const [base, ours, theirs] = ["base", "ours", "theirs"].map((name) => readFileSync(join(kept, name)))
  const merged = base && ours && theirs && request && { path: request.path, base, ours, theirs }
  if (worktree !== undefined) return conflictLabels(request?.labels, environment, worktree, merged)
  return conflictLabels(request?.labels, { ...environment, GIT_DIR: join(kept, "git") }, repo.top, merged)
}

/** A rebase of no branch, in conflict in its last commit, with a change of another notebook put aside. */
function stoppedWithStash(): Repository {
  const repo = recording()
  repo.git("checkout", "-q", "theirs")
  repo.commit("b of theirs", { "b.ipynb": "theirs\n" })
  repo.git("checkout", "-q", "--detach", "theirs~2")
  repo.commit("change of b", { "b.ipynb": "another\n" })
  repo.write("a.ipynb", "one\nmine\nthree\n")
  repo.tryGit("rebase", "--autostash", "theirs")
  return repo
}

function stopRebase(repo: Repository): void {
  repo.run(["rebase", "-i", "HEAD~"], { env: { GIT_SEQUENCE_EDITOR: "sed -i.bak 's/^pick/edit/'" } })
}
