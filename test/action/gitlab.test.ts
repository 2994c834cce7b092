import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { projectTop } from "../support/package.js"
import { launcher } from "../support/program.js"
import { repository } from "../support/repository.js"
import { HOSTILE_PATH, MARKED, run } from "./pull-request.js"

interface Note {
  readonly id: number
  readonly author: { readonly id: number }
  body: string
}

/** A host on this machine that answers as GitLab's API does, for the user 5. */
async function fakeGitlab(notes: Note[]): Promise<{ readonly url: string; readonly writes: string[] }> {
  const writes: string[] = []
  const server = createServer((request, response) => {
    let text = ""
    request.on("data", (data) => (text += String(data)))
    request.on("end", () => {
      const { method = "", url = "" } = request
      if (method !== "GET") writes.push(method)
      const { body = "" } = text === "" ? {} : (JSON.parse(text) as { readonly body?: string })
      if (method === "POST") notes.push({ id: notes.length + 1, author: { id: 5 }, body })
      if (method === "PUT") notes.find(({ id }) => url.endsWith(`/${id}`))!.body = body
      response.end(JSON.stringify(url === "/user" ? { id: 5 } : method === "GET" ? notes : {}))
    })
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, writes }
}

test("one note is written to a merge request, kept up to date, and never over a person's", async () => {
  const notes: Note[] = [{ id: 1, author: { id: 4 }, body: "<!-- nbdiff -->\nmine" }]
  const { url, writes } = await fakeGitlab(notes)
  const repo = repository()
  const env = {
    ...repo.env,
    ...{ CI_API_V4_URL: url, CI_PROJECT_ID: "3", CI_MERGE_REQUEST_IID: "7", CI_JOB_URL: "https://host/job" },
  }
  const note = (text: string, more: NodeJS.ProcessEnv = { NBDIFF_TOKEN: "t" }): Promise<unknown> =>
    run(join(projectTop, "action/gitlab-note.mjs"), [repo.write("note.md", text)], repo.top, {
      ...env,
      ...more,
    })
  expect(await note("a change", {})).toMatchObject({
    code: 0,
    out: expect.stringContaining("no NBDIFF_TOKEN"),
  })
  await note("")
  expect(writes).toEqual([])
  await note("a change")
  await note("a change")
  await note("another")
  expect(writes).toEqual(["POST", "PUT"])
  expect(notes.map(({ body }) => body)).toEqual([
    "<!-- nbdiff -->\nmine",
    "<!-- nbdiff -->\nanother\n[The page of this review](https://host/job/artifacts/browse/nbdiff-report)\n",
  ])
})

test("the report of code quality has a finding for each marked conflict, and its line", async () => {
  const repo = repository()
  repo.commit("base", { "t.txt": "1\n" })
  repo.commit("head", { [HOSTILE_PATH]: MARKED })
  const [base, head] = ["HEAD~1", "HEAD"].map((name) => repo.git("rev-parse", name).trim())
  const more = { CI_MERGE_REQUEST_DIFF_BASE_SHA: base, CI_COMMIT_SHA: head, NBDIFF_PROGRAM: launcher }
  const file = join(repo.top, "report.json")
  const script = join(projectTop, "action/gitlab-findings.mjs")
  expect(await run(script, [file], repo.top, { ...repo.env, ...more })).toMatchObject({ code: 1 })
  const [finding] = JSON.parse(readFileSync(file, "utf8"))
  expect(finding).toMatchObject({ check_name: "nbdiff/conflict", location: { path: HOSTILE_PATH } })
  expect(MARKED.split("\n")[finding.location.lines.begin - 1]).toContain("<<<<<<< ours")
})
