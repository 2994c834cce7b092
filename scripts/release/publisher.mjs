// Who publishes the package. The repository says OWNER and AUTHOR until somebody does.
//
//   node scripts/release/publisher.mjs                            exits 1 and lists the files that still say so
//   node scripts/release/publisher.mjs <owner> "Name <address>"   writes both into those files
//
// `npm publish` runs the first by "prepublishOnly": without its repository a package gets no provenance.

import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** What stands for the owner of the repository, and for the author, which only package.json names. */
const OWNER = /\bOWNER\/nbdiff\b/g
const AUTHOR = '"author": "AUTHOR"'

const [owner, author] = process.argv.slice(2)
process.chdir(fileURLToPath(new URL("../..", import.meta.url)))
if (owner === undefined) report(placeheld())
else if (author === undefined || !/^[\w.-]+$/.test(owner))
  fail('usage: publisher.mjs <owner> "Name <address>"')
else for (const file of placeheld()) fillIn(file)

/** The tracked files that hold a placeholder; this one only explains them. */
function placeheld() {
  const tracked = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8" }).split("\0").filter(Boolean)
  return tracked.filter((file) => !/^(scripts\/release\/publisher|test\/)/.test(file) && isPlaceheld(file))
}

function isPlaceheld(file) {
  const text = readFileSync(file, "utf8")
  return text.search(OWNER) >= 0 || text.includes(AUTHOR)
}

function report(files) {
  if (files.length === 0) return
  console.error(files.join("\n"))
  fail(
    'these files name no publisher: node scripts/release/publisher.mjs <owner> "Name <address>" (CONTRIBUTING.md)',
  )
}

function fillIn(file) {
  const text = readFileSync(file, "utf8")
  const named = text
    .replace(OWNER, () => `${owner}/nbdiff`)
    .replace(AUTHOR, () => `"author": ${JSON.stringify(author)}`)
  writeFileSync(file, named)
  console.log(file)
}

function fail(message) {
  console.error(`publisher: ${message}`)
  process.exitCode = 1
}
