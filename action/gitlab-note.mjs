// node gitlab-note.mjs <file>: keeps one note on the merge request up to date. NBDIFF_TOKEN is a project access token with
// the scope api, since CI_JOB_TOKEN may not write notes. Without it, as in a fork's pipeline, nothing is written.

import { readFileSync } from "node:fs"

const MARK = "<!-- nbdiff -->"
const PAGES = 20

const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, CI_JOB_URL, NBDIFF_TOKEN } = process.env
console.log(
  NBDIFF_TOKEN && CI_MERGE_REQUEST_IID
    ? await keepNote(readFileSync(process.argv[2], "utf8"))
    : "no NBDIFF_TOKEN, or no merge request: no note is written",
)

async function keepNote(text) {
  const page = `[The page of this review](${CI_JOB_URL}/artifacts/browse/nbdiff-report)`
  const body = `${MARK}\n${text === "" ? "No notebook has changed." : text}\n${page}\n`
  const old = await oldNote((await json("GET", "/user")).id)
  if (old === undefined ? text === "" : old.body.trim() === body.trim()) return "the note is up to date"
  const answer =
    old === undefined
      ? await call("POST", notes(""), { body })
      : await call("PUT", notes(`/${old.id}`), { body })
  return answer.ok ? "the note is written" : `the note was refused with ${answer.status}`
}

/** Only the token's own: anybody can begin a note with the mark. */
async function oldNote(me) {
  for (let page = 1; page <= PAGES; page++) {
    const some = await json("GET", notes(`?per_page=100&page=${page}`))
    const found = some.find(({ author, body }) => author?.id === me && body.startsWith(MARK))
    if (found !== undefined || some.length < 100) return found
  }
  return undefined
}

function notes(rest) {
  return `/projects/${encodeURIComponent(CI_PROJECT_ID)}/merge_requests/${CI_MERGE_REQUEST_IID}/notes${rest}`
}

async function json(method, path) {
  const answer = await call(method, path)
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return answer.json()
}

function call(method, path, body) {
  return fetch(`${CI_API_V4_URL}${path}`, {
    method,
    headers: { "private-token": NBDIFF_TOKEN, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  })
}
