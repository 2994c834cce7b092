// Bundles src/page/ into the text of its scripts and styles, which src/html/page-bundle.ts and merge/merge-bundle.ts hand
// to the pages. These modules are written here: the plugins put what was bundled in the place of their sources, for the
// programs and for the tests.

import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const folder = resolve(fileURLToPath(new URL("../src/page", import.meta.url)))
const PLACE = /[\\/]src[\\/]html[\\/](?:page-bundle|merge[\\/]merge-bundle)\.ts$/

const bundled = new Map()

/** The source of a module, bundled once a process. */
function moduleOf(path) {
  const isMerge = path.endsWith("merge-bundle.ts")
  if (!bundled.has(isMerge)) bundled.set(isMerge, isMerge ? mergeBundle() : bundle())
  return bundled.get(isMerge)
}

/** For esbuild. */
export const pageBundle = {
  name: "page-bundle",
  setup({ onLoad }) {
    onLoad({ filter: PLACE }, async ({ path }) => ({ contents: await moduleOf(path), loader: "js" }))
  },
}

/** For vitest. */
export const pageBundleOfTests = {
  name: "page-bundle",
  enforce: "pre",
  load: (id) => (PLACE.test(id) ? moduleOf(id) : undefined),
}

async function bundle() {
  const [css, script, liveScript] = await Promise.all([
    minified("review.css"),
    minified("file.ts"),
    minified("live.ts"),
  ])
  const hash = createHash("sha256").update(script).digest("base64")
  return `export const PAGE_BUNDLE = ${JSON.stringify({ css, script, scriptHash: `sha256-${hash}`, liveScript })}\n`
}

async function mergeBundle() {
  const [css, script] = await Promise.all([minified("merge.css"), minified("merge.ts")])
  return `export const MERGE_BUNDLE = ${JSON.stringify({ css, script })}\n`
}

async function minified(entry) {
  if (!existsSync(join(folder, entry))) return ""
  const { outputFiles } = await build({
    entryPoints: [join(folder, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["es2022", "chrome115", "firefox121", "safari17"],
    // the page is UTF-8, and every byte of it is sent
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  })
  return outputFiles[0].text.trim()
}
