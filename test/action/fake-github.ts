import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { onTestFinished } from "vitest"

export interface Comment {
  readonly id: number
  readonly user: { readonly type: "Bot" | "User" }
  body: string
}

/** A host on this machine that answers as api.github.com does, for one pull request. */
export interface FakeGithub {
  readonly url: string
  readonly seen: readonly { readonly method: string; readonly url: string }[]
  readonly comments: readonly Comment[]
}

export interface HostOptions {
  readonly comments?: Comment[]
  /** Whether the token may write. */
  readonly writes?: boolean
  /** What it says is the merge base. */
  readonly mergeBase?: string | undefined
}

export async function fakeGithub({
  comments = [],
  writes = true,
  mergeBase,
}: HostOptions = {}): Promise<FakeGithub> {
  const seen: { method: string; url: string }[] = []
  const answer = (method: string, url: URL, body: { readonly body: string }): [number, unknown] => {
    if (url.pathname.includes("/compare/"))
      return mergeBase === undefined ? [404, {}] : [200, { merge_base_commit: { sha: mergeBase } }]
    const page = Number(url.searchParams.get("page"))
    if (method === "GET") return [200, comments.slice((page - 1) * 100, page * 100)]
    if (!writes) return [403, { message: "Resource not accessible by integration" }]
    if (body.body.length > 65_536) return [422, { message: "body is too long" }]
    if (method === "POST") comments.push({ id: comments.length + 1, user: { type: "Bot" }, body: body.body })
    else comments.find(({ id }) => url.pathname.endsWith(`/${id}`))!.body = body.body
    return [201, {}]
  }
  const server = createServer((request, response) => {
    let text = ""
    request.on("data", (data) => (text += String(data)))
    request.on("end", () => {
      const { method = "", url = "" } = request
      seen.push({ method, url })
      const [status, value] = answer(method, new URL(url, "http://host"), text === "" ? {} : JSON.parse(text))
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value))
    })
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, comments }
}
