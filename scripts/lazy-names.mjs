import { relative } from "node:path"

/** The end of the name of a file that is loaded by `await import` alone. */
export const LAZY = /\.lazy\.ts$/

/** An esbuild plugin that refuses an import in src/ of another kind than the name of the file says. `folder` ends
 *  with a slash. */
export function lazyNames(folder) {
  return {
    name: "lazy-names",
    setup({ onResolve, resolve: find }) {
      onResolve({ filter: /^\./ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        const isLazy = kind === "dynamic-import"
        if (pluginData !== undefined || (!isLazy && kind !== "import-statement")) return undefined
        const found = await find(path, { kind, importer, resolveDir, pluginData: "found" })
        if (!found.path.startsWith(folder) || isLazy === LAZY.test(found.path)) return undefined
        const file = relative(folder, found.path)
        const text = isLazy
          ? `${file} is loaded lazily: name it ${file.replace(/\.ts$/, ".lazy.ts")}`
          : `${file} is loaded lazily, but ${relative(folder, importer)} imports it statically`
        return { errors: [{ text }] }
      })
    },
  }
}
