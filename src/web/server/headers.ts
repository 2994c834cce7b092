/** What every answer carries. `frame` is the one origin that may put the page into a frame. */
export function answerHeaders(frame: string | undefined): Readonly<Record<string, string>> {
  return {
    "content-security-policy": pagePolicy(frame),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-dns-prefetch-control": "off",
    // it knows no list of origins, and frame-ancestors overrides it
    ...(frame === undefined ? { "x-frame-options": "DENY" } : {}),
  }
}

/** Nothing but the page's own script, pictures and questions; a notebook's style can reach nothing. */
function pagePolicy(frame: string | undefined): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    `frame-ancestors ${frame ?? "'none'"}`,
  ].join("; ")
}

/** A picture of the repository that is opened by itself, such as an SVG with a script, is a document of its own that
 *  may do nothing. */
export const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

/** Returns the origin, or the scheme of an editor's own pages (`vscode-webview:`), as a policy may name it; undefined
 *  for a list, a wildcard, or a scheme that anybody's page has. */
export function frameSource(text: string): string | undefined {
  if (/^https?:\/\/(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(text)) return text
  const scheme = /^([a-z][a-z0-9+.-]*):(?:\/\/)?$/i.exec(text)?.[1]?.toLowerCase()
  return scheme === undefined || COMMON_SCHEMES.includes(scheme) ? undefined : `${scheme}:`
}

const COMMON_SCHEMES: readonly string[] = [
  "http",
  "https",
  "data",
  "blob",
  "file",
  "filesystem",
  "javascript",
  "about",
]
