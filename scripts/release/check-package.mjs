// Builds and packs the package, and lets publint and attw judge what would be published. `--built` packs what is built.

import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), "nbdiff-package-"))
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }))

if (!process.argv.includes("--built")) run("npm", ["run", "--silent", "build"])
const name = run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", scratch]).trim()
const tarball = join(scratch, name)
run("node_modules/.bin/publint", ["run", tarball, "--strict"])
// the package brings its types: attw need not ask the registry for others
run("node_modules/.bin/attw", [tarball, "--profile", "esm-only", "--no-definitely-typed"])
console.log(`${name}: ${statSync(tarball).size} bytes; publint and attw find nothing wrong`)

function run(command, args) {
  const options = { cwd: root, encoding: "utf8", shell: process.platform === "win32" }
  try {
    return execFileSync(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] })
  } catch (error) {
    process.stderr.write(`${error.stdout ?? ""}${error.stderr ?? ""}`)
    process.exit(1)
  }
}
