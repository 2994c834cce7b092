// What the action asks of GitHub: the merge base of a shallow clone, and one comment that it keeps up to date.

import { fitted, LIMITS } from "./report.mjs"

/** A pull request with more comments than this many pages of 100 gets a second one of ours. */
const PAGES = 20

/** Returns the merge base as the host knows it, or undefined. */
export async function mergeBaseOf(base, head) {
  const answer = await call("GET", `/compare/${base}...${head}?per_page=1`).catch(() => undefined)
  const id = answer?.ok ? (await answer.json()).merge_base_commit?.sha : undefined
  return typeof id === "string" && /^[0-9a-f]{40,64}$/.test(id) ? id : undefined
}

/** Writes the comment if it is not the same already; none is made for nothing. Returns why it could not be, where it
 *  could not: a fork's token may not write, and that is not a failure. */
export async function keepComment(number, isSomething, body) {
  const mark = `<!-- nbdiff ${(process.env.INPUT_KEY ?? "").replaceAll(/[^\w.-]/g, "-")} -->`
  const text = fitted(
    `${mark}\n${body}`,
    LIMITS.comment,
    `⋯ the rest is in the [summary of the run](${runUrl()})`,
  )
  const old = await oldComment(number, mark)
  if (old === "refused") return "this token may not read comments: see the summary of the run"
  if (old === undefined ? !isSomething : old.body.trim() === text.trim()) return undefined
  const answer =
    old === undefined
      ? await call("POST", `/issues/${number}/comments`, { body: text })
      : await call("PATCH", `/issues/comments/${old.id}`, { body: text })
  if (answer.ok) return undefined
  return isRefused(answer)
    ? "this token may not comment, as in a pull request from a fork: see the summary of the run"
    : `the comment was refused with ${answer.status}: see the summary of the run`
}

/** Only a bot's: anybody can begin a comment with the mark, and a person's must not be overwritten. */
async function oldComment(number, mark) {
  for (let page = 1; page <= PAGES; page++) {
    const answer = await call("GET", `/issues/${number}/comments?per_page=100&page=${page}`)
    if (isRefused(answer)) return "refused"
    if (!answer.ok) throw new Error(`reading the comments: ${answer.status}`)
    const comments = await answer.json()
    const found = comments.find(({ body, user }) => user?.type === "Bot" && body?.startsWith(mark))
    if (found !== undefined || comments.length < 100) return found
  }
  return undefined
}

function isRefused({ status }) {
  return status === 403 || status === 404
}

function runUrl() {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = process.env
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`
}

function call(method, path, body) {
  const { GITHUB_API_URL = "https://api.github.com", GITHUB_REPOSITORY, INPUT_TOKEN } = process.env
  return fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
      "content-type": "application/json",
      authorization: `Bearer ${INPUT_TOKEN}`,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  })
}
