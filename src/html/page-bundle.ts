/** The script and the style of the pages. */
export interface PageBundle {
  readonly css: string
  /** Of a file, which holds it. */
  readonly script: string
  /** Of the script, for the page's Content-Security-Policy: "sha256-…". */
  readonly scriptHash: string
  /** Of a page that a server sent. */
  readonly liveScript: string
}

/** What is bundled from src/page/: scripts/page-bundle.mjs puts it here when the programs and the tests are built. */
export const PAGE_BUNDLE: PageBundle = { css: "", script: "", scriptHash: "", liveScript: "" }
