import { type Html, html, trustedHtml } from "./markup/html.js"

/** The head of a page: its policy comes first, before anything could be loaded. */
export function pageHead(title: string, policy: Html, css: string): Html {
  return html`<head><meta charset="utf-8">${policy}<meta http-equiv="x-dns-prefetch-control" content="off"><meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="generator" content="nbdiff"><title>${title}</title><style>${trustedHtml(css)}</style></head>`
}

/** A browser would ask the server for one. */
const NO_ICON = html`<link rel="icon" href="data:,">`

/** The policy of a page that a server sends: it sends its own as a header, and this one holds where headers are lost. */
export const LIVE_HEAD = html`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-src 'none'">${NO_ICON}`
