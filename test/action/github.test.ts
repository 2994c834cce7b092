import { beforeEach, describe, expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { type Comment, fakeGithub } from "./fake-github.js"
import {
  addNotebooks,
  checkout,
  eventOf,
  HOSTILE_PATH,
  manyNotebooks,
  type PullRequest,
  pullRequest,
  runAction,
} from "./pull-request.js"

let pull: PullRequest
let event: unknown

beforeEach(() => {
  pull = pullRequest()
  event = eventOf(pull)
})

const others = (count: number): Comment[] =>
  Array.from({ length: count }, (_, i) => ({ id: i + 1, user: { type: "User" }, body: "hello" }))

describe("the range of the action", () => {
  test("in a clone of one commit, is what the host says, and two commits are fetched", async () => {
    const clone = checkout(pull)
    const { code, out, summary, output } = await runAction(
      clone,
      await fakeGithub({ mergeBase: pull.forkPoint }),
      { event },
    )
    expect({ code, out }).toMatchObject({ code: 1 })
    expect(summary).toMatch(/2 notebooks changed[\s\S]*x = 2/)
    expect(summary).not.toContain("y = 1\n")
    expect(output).toMatch(/^changed=2$/m)
    expect(clone.git("cat-file", "-t", pull.forkPoint)).toBe("commit\n")
    expect(clone.tryGit("cat-file", "-e", `${pull.forkPoint}~1`).status).not.toBe(0)
  })

  test("is found in a deeper clone where the host does not know", async () => {
    const { code, summary } = await runAction(checkout(pull), await fakeGithub(), { event })
    expect({ code, summary }).toMatchObject({
      code: 1,
      summary: expect.stringMatching("2 notebooks changed"),
    })
  })

  test("is found in a full clone without asking", async () => {
    const host = await fakeGithub()
    const { summary } = await runAction(checkout(pull, { depth: 0 }), host, { event })
    expect(summary).toContain("2 notebooks changed")
    expect(host.seen.filter(({ url }) => url.includes("compare"))).toEqual([])
  })

  test("of a push begins at the commit before it", async () => {
    const host = await fakeGithub()
    const pushed = { before: pull.forkPoint, after: pull.head }
    const clone = checkout(pull, { depth: 0 })
    const { summary } = await runAction(clone, host, { event: pushed, eventName: "push" })
    expect(summary).toContain("2 notebooks changed")
    expect(host.seen).toEqual([])
  })
})

describe("the comment of the action", () => {
  test("is written once, left alone while it is the same, and changed in place", async () => {
    const clone = checkout(pull, { depth: 0 })
    const host = await fakeGithub()
    const writes = (): number => host.seen.filter(({ method }) => method !== "GET").length
    await runAction(clone, host, { event })
    await runAction(clone, host, { event })
    expect({ comments: host.comments.length, writes: writes() }).toEqual({ comments: 1, writes: 1 })
    await runAction(clone, host, { event, inputs: { INPUT_CHECK: "none" } })
    await runAction(clone, host, { event: eventOf({ base: pull.head, head: pull.head }) })
    expect({ comments: host.comments.length, writes: writes() }).toEqual({ comments: 1, writes: 3 })
    expect(host.comments[0]?.body).toContain("No notebook has changed")
  })

  test("is not written for nothing", async () => {
    const host = await fakeGithub()
    const nothing = eventOf({ base: pull.head, head: pull.head })
    expect(await runAction(checkout(pull, { depth: 0 }), host, { event: nothing })).toMatchObject({ code: 0 })
    expect(host.comments).toEqual([])
  })

  test("never takes the place of a person's", async () => {
    const comments: Comment[] = [{ id: 1, user: { type: "User" }, body: "<!-- nbdiff notebooks -->\nmine" }]
    const host = await fakeGithub({ comments })
    await runAction(checkout(pull, { depth: 0 }), host, { event })
    expect(host.comments.map(({ body }) => body.includes("mine"))).toEqual([true, false])
  })

  test("is found among 230 others", async () => {
    const comments = others(230)
    const ours: Comment = { id: 999, user: { type: "Bot" }, body: "<!-- nbdiff notebooks -->\nold" }
    comments.splice(205, 0, ours)
    await runAction(checkout(pull, { depth: 0 }), await fakeGithub({ comments }), { event })
    expect(ours.body).toContain("2 notebooks")
  })

  test("and the summary are cut where they would be too long, outside of a fence", async () => {
    const clone = checkout(pull, { depth: 0 })
    const head = addNotebooks(clone, manyNotebooks())
    const host = await fakeGithub()
    const { out, summary } = await runAction(clone, host, { event: eventOf({ base: pull.head, head }) })
    expect({ out, comments: host.comments.length }).toMatchObject({ comments: 1 })
    const body = host.comments[0]?.body ?? ""
    expect(body.length).toBeLessThanOrEqual(65_536)
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1_048_576)
    expect(body.replace(/^(`{3,})[\s\S]*?^\1$/gm, "")).toMatch(
      /\n⋯ the rest is in the \[summary of the run\]/,
    )
  })
})

describe("what a pull request brings along", () => {
  test("is only text in the comment, and no command to the runner", async () => {
    const clone = checkout(pull, { depth: 0 })
    const source =
      "@octocat closes #1\n::error::hacked\n<!-- nbdiff notebooks -->\n<<<<<<< a\n=======\n>>>>>>> b"
    const head = addNotebooks(clone, { "e.ipynb": notebookText(source) })
    const host = await fakeGithub()
    const { out } = await runAction(clone, host, { event: eventOf({ base: pull.head, head }) })
    const commands = out.split("\n").filter((line) => line.startsWith("::"))
    expect(commands).toEqual([expect.stringMatching(/^::error file=e\.ipynb,line=\d+,/)])
    const prose = host.comments[0]?.body.replace(/^(`{3,})[\s\S]*?^\1$/gm, "").replace(/`[^`\n]*`/g, "")
    expect(prose).not.toContain("@octocat")
  })

  test("has its path escaped in an annotation, which names the marker's line", async () => {
    const clone = checkout(pull, { depth: 0 })
    const { out } = await runAction(clone, await fakeGithub(), { event })
    const [, line] =
      /^::error file=sub dir%2C 100%25\/b%3Ac\.ipynb,line=(\d+),title=nbdiff%3A conflict::cell 1/m.exec(
        out,
      ) ?? []
    expect(clone.read(HOSTILE_PATH).split("\n")[Number(line) - 1]).toContain("<<<<<<< ours")
  })

  test.skipIf(process.platform === "win32")("may have a name that is written in quotes", async () => {
    const clone = checkout(pull, { depth: 0 })
    const head = addNotebooks(clone, { 'a"b\n::error::c.ipynb': clone.read(HOSTILE_PATH) })
    const { out } = await runAction(clone, await fakeGithub(), { event: eventOf({ base: pull.head, head }) })
    expect(out).toMatch(
      /^::error file=a"b%0A%3A%3Aerror%3A%3Ac\.ipynb,line=\d+,title=nbdiff%3A conflict::cell 1/,
    )
    expect(out.match(/^::/gm)).toHaveLength(1)
  })

  test("of which a fork's token may not tell is in the summary, and a notice says so", async () => {
    const { code, out, summary } = await runAction(
      checkout(pull, { depth: 0 }),
      await fakeGithub({ writes: false }),
      { event, inputs: { INPUT_CHECK: "none" } },
    )
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^::notice title=nbdiff::this token may not comment/),
    })
    expect(summary).toContain("x = 2")
  })

  test("is refused in the worktree where the token may write", async () => {
    const host = await fakeGithub()
    const clone = checkout(pull, { depth: 0 })
    expect(await runAction(clone, host, { event, eventName: "pull_request_target" })).toMatchObject({
      code: 2,
      out: expect.stringContaining("check out the base"),
    })
    expect(host.seen).toEqual([])
  })

  test("is fetched, and not checked out, where the token may write", async () => {
    const clone = checkout(pull, { ref: "refs/heads/main" })
    const host = await fakeGithub({ mergeBase: pull.forkPoint })
    const call = { event, eventName: "pull_request_target", inputs: { INPUT_CHECK: "none" } }
    expect(await runAction(clone, host, call)).toMatchObject({ code: 0 })
    expect(host.comments[0]?.body).toContain("x = 2")
    expect(clone.git("rev-parse", "HEAD").trim()).toBe(pull.base)
  })
})
