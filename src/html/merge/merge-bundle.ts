/** The script and the style of the merge page. */
export interface MergeBundle {
  readonly css: string
  readonly script: string
}

/** What is bundled from src/page/: scripts/page-bundle.mjs puts it here when the programs and the tests are built. */
export const MERGE_BUNDLE: MergeBundle = { css: "", script: "" }
