// Bundles src/ into dist/: the published package installs nothing else, and git starts one small file.
//
//   dist/driver.cjs    what git calls, a process for each file: the smallest bundle there is
//   dist/cli.cjs       every other command
//   dist/<chunk>.cjs   what either of them loads only when it needs it
//   dist/index.js      the library, an ES module for any platform; its lazy parts are dist/lib-*.js
//   src/page/          is bundled first, into the texts that src/html/page-bundle.ts hands to pages
//   dist/man/          the manual pages, made of the program's own help
//   dist/LICENSES.txt  the licenses of the packages bundled in
//
// The programs are CommonJS: Node starts its ES module loader only when it meets an ES module, and every
// driver call would pay for that (CONTRIBUTING.md has the figures).
//
// A lazy chunk is any module of src/ loaded by `await import("./it.js")`. esbuild splits only ES modules, so
// here each such module becomes an entry of its own and the import a `require` of it. A chunk has its own
// copy of what it imports: let it be a leaf, and hand it no class or symbol it would compare with its own.

import { execFileSync } from "node:child_process"
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { basename, dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { pageBundle } from "./page-bundle.mjs"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..")
const dist = join(root, "dist")

const shared = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  write: false,
  metafile: true,
  target: "node20",
  logLevel: "warning",
  legalComments: "none",
  // white space and syntax only: the names stay, so that the stack trace of a bug report can be read
  minifyWhitespace: true,
  minifySyntax: true,
}

const built = [...(await buildPrograms()), await buildLibrary()]
const files = built.flatMap((result) => result.outputFiles)
files.push({ path: join(dist, "LICENSES.txt"), contents: await licenses(built) })
await mkdir(dist, { recursive: true })
await Promise.all(files.map(replace))
await removeStale(new Set(files.map((file) => basename(file.path))))
await writeManPages()
for (const file of files) console.log(`${basename(file.path).padEnd(24)} ${kilobytes(file.contents.length)}`)

/** The two programs, then the chunks they load, then the chunks those load. */
async function buildPrograms() {
  const results = []
  const named = new Map([
    ["driver", join(root, "src/git/driver.ts")],
    ["cli", join(root, "src/cli/main.ts")],
  ])
  let entries = Object.fromEntries(named)
  while (Object.keys(entries).length > 0) {
    const chunks = new Map()
    results.push(
      await build({
        ...shared,
        entryPoints: entries,
        platform: "node",
        format: "cjs",
        outExtension: { ".js": ".cjs" },
        supported: { "dynamic-import": false },
        plugins: [lazyChunks(chunks), pageBundle],
      }),
    )
    entries = {}
    for (const [name, path] of chunks) {
      if (named.get(name) === path) continue
      if (named.has(name)) throw new Error(`two lazy chunks are called ${name}: ${path}, ${named.get(name)}`)
      named.set(name, path)
      entries[name] = path
    }
  }
  return results
}

/** Leaves `import("./highlight.js")` out of the bundle, as dist/highlight.cjs, and notes it in `chunks`. */
function lazyChunks(chunks) {
  return {
    name: "lazy-chunks",
    setup({ onResolve, resolve: find }) {
      onResolve({ filter: /^\./ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === "found") return undefined
        const found = await find(path, { kind, importer, resolveDir, pluginData: "found" })
        if (found.errors.length > 0) return { errors: found.errors }
        const name = basename(found.path).replace(/(?:\.lazy)?\.[a-z]+$/, "")
        chunks.set(name, found.path)
        return { path: `./${name}.cjs`, external: true }
      })
    },
  }
}

/** "neutral" knows no Node built-in: should the library come to import one, this fails. */
function buildLibrary() {
  return build({
    ...shared,
    entryPoints: { index: join(root, "src/index.ts") },
    platform: "neutral",
    mainFields: ["module", "main"],
    format: "esm",
    splitting: true,
    plugins: [pageBundle],
    chunkNames: "lib-[name]-[hash]",
  })
}

async function licenses(results) {
  const inputs = results.flatMap((result) => Object.keys(result.metafile.inputs))
  const packages = inputs.map((path) => /^node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean)
  const texts = await Promise.all([...new Set(packages)].sort().map(licenseOf))
  return Buffer.from(texts.join(`\n${"-".repeat(80)}\n\n`))
}

async function licenseOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"))
  const file = (await readdir(join(root, folder))).find((entry) => /^licen[sc]e/i.test(entry))
  const text = file ? await readFile(join(root, folder, file), "utf8") : "(no license text in the package)\n"
  return `${name} ${version} (${license})\n\n${text.trimEnd()}\n`
}

/** Writes beside and renames, so that a program being started never meets half a file. */
async function replace({ path, contents }) {
  const beside = `${path}.${process.pid}`
  await writeFile(beside, path.endsWith(".cjs") ? asAscii(contents) : contents)
  await rename(beside, path)
}

/** esbuild leaves the characters of regular expressions as they are, and one beyond Latin-1 doubles what the whole
 *  program takes as V8's string. No program has one where an escape means something else. */
function asAscii(contents) {
  const text = Buffer.from(contents).toString("utf8")
  return text.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
}

/** Only the built program knows its help. `git help nbdiff` looks for git-nbdiff(1). */
async function writeManPages() {
  const script = join(root, "scripts/man-pages.mjs")
  await mkdir(join(dist, "man"), { recursive: true })
  await replace({ path: join(dist, "man/nbdiff.1"), contents: execFileSync(process.execPath, [script]) })
  await replace({ path: join(dist, "man/git-nbdiff.1"), contents: ".so man1/nbdiff.1\n" })
}

/** The declarations are the compiler's, and stay; what V8 made of the old programs does not. */
async function removeStale(fresh) {
  await rm(join(dist, "compiled"), { recursive: true, force: true })
  const stale = (await readdir(dist)).filter((name) => /\.c?js$/.test(name) && !fresh.has(name))
  await Promise.all(stale.map((name) => rm(join(dist, name), { force: true })))
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`.padStart(10)
}
