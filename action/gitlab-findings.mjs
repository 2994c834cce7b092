// node gitlab-findings.mjs <file>: writes GitLab's report of code quality for the notebooks that a merge request changed.
// Exits with 1 if there are findings.

import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { codeQuality, findings } from "./findings.mjs"
import { changedPaths } from "./report.mjs"

const { CI_MERGE_REQUEST_DIFF_BASE_SHA: base, CI_COMMIT_SHA: head, NBDIFF_PROGRAM } = process.env
const cwd = process.cwd()
const found = findings({
  program: NBDIFF_PROGRAM ?? fileURLToPath(new URL("../bin/nbdiff.js", import.meta.url)),
  cwd,
  paths: changedPaths({ cwd, base, head, paths: ["*.ipynb"] }),
  conflictsOnly: true,
  normalForm: "none",
})
writeFileSync(process.argv[2], `${JSON.stringify(codeQuality(found), null, 1)}\n`)
for (const { path, line, message } of found) console.log(`${path}:${line}: ${message}`)
process.exitCode = found.length > 0 ? 1 : 0
