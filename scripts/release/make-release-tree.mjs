// Commits what npm would publish, built, as a child of HEAD, and tags it v<version> and v<major>:
//
//   node scripts/release/make-release-tree.mjs [<repository to commit into>]     (this one)
//
// pre-commit, the GitHub Action and `npm install github:…` take a repository as it is at a tag, and none of them can
// be trusted to build it. HEAD, the index and the worktree stay as they are. The last line is the commit that main is
// to become: a merge that takes nothing of the built tree, without which `pre-commit autoupdate`, which looks for
// tags from main, would not find the tag.

import { execFileSync } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

/** What is of use at a tag alone, and not in the npm package. */
const BESIDE_THE_PACKAGE = [".pre-commit-hooks.yaml", "action.yml", "action"]

const root = fileURLToPath(new URL("../..", import.meta.url))
const repository = resolve(process.argv[2] ?? root)
const scratch = mkdtempSync(join(tmpdir(), "nbdiff-release-"))
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }))

const tree = join(scratch, "package")
const version = layOut()
const tag = `v${version}`
if (git("tag", "--list", tag) !== "") throw new Error(`${tag} is there already: a release is made once`)
const main = git("rev-parse", "HEAD")
const built = commit(writeTree(), `nbdiff ${version}, built`, main)
git("tag", tag, built)
git("tag", "--force", `v${version.split(".")[0]}`, built)
console.log(
  commit(
    git("rev-parse", `${main}^{tree}`),
    `release: ${tag}, built; nothing of it enters main`,
    main,
    built,
  ),
)

/** Unpacks the package, without what would build or install anything; returns its version. */
function layOut() {
  const npm = ["pack", "--silent", "--ignore-scripts", "--pack-destination", scratch]
  const name = execFileSync("npm", npm, { cwd: root, encoding: "utf8", shell: process.platform === "win32" })
  execFileSync("tar", ["-xzf", name.trim()], { cwd: scratch })
  const { scripts, devDependencies, allowScripts, ...manifest } = JSON.parse(
    readFileSync(join(tree, "package.json"), "utf8"),
  )
  writeFileSync(join(tree, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`)
  for (const name of BESIDE_THE_PACKAGE) cpSync(join(root, name), join(tree, name), { recursive: true })
  return manifest.version
}

/** Bytes are committed as they are, whatever this machine's git ignores or converts. */
function writeTree() {
  const here = { GIT_INDEX_FILE: join(scratch, "index"), GIT_WORK_TREE: tree }
  const plain = ["-c", "core.autocrlf=false", "-c", "core.safecrlf=false"]
  run([...plain, "add", "--all", "--force", "."], here, tree)
  return run(["write-tree"], here, tree)
}

function commit(treeId, message, ...parents) {
  return git("commit-tree", treeId, ...parents.flatMap((id) => ["-p", id]), "-m", message)
}

function git(...args) {
  return run(args, {}, repository)
}

function run(args, more, cwd) {
  const env = { ...process.env, GIT_DIR: gitDirectory(), ...more }
  return execFileSync("git", args, { cwd, env, encoding: "utf8" }).trim()
}

function gitDirectory() {
  return execFileSync("git", ["rev-parse", "--absolute-git-dir"], {
    cwd: repository,
    encoding: "utf8",
  }).trim()
}
