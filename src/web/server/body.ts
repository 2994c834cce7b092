import type { IncomingMessage } from "node:http"

/** What a page sends at most: notes and choices, never a notebook. */
const LARGEST_BODY = 5_000_000

export type Body =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "refused"; readonly status: 400 | 413 }

/** Reads a request's JSON. One that is too large is not read to its end. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  if (Number(request.headers["content-length"] ?? 0) > LARGEST_BODY) return { kind: "refused", status: 413 }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LARGEST_BODY) return { kind: "refused", status: 413 }
    chunks.push(chunk)
  }
  try {
    return { kind: "json", value: JSON.parse(Buffer.concat(chunks).toString()) }
  } catch {
    return { kind: "refused", status: 400 }
  }
}
