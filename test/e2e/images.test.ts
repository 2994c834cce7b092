import { expect, test } from "vitest"
import { spotted } from "../support/png.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository } from "../support/repository.js"

test("an image says how many of its pixels differ, in git's diff and in our own", () => {
  const repo = pictures(spotted(20, 10, 0), spotted(20, 10, 24))
  const line = /^output: image, PNG 20×10, \d+ bytes → \d+ bytes, 12 % of pixels differ$/m
  expect(repo.git("diff")).toMatch(line)
  for (const args of [[], ["--color=always"], ["--side-by-side"], ["--format=markdown"]]) {
    expect(nbdiff(repo, args, { env: { TERM: "xterm" } }).stdout).toContain("12 % of pixels differ")
  }
})

test("an image rewritten says that no pixel differs", () => {
  const same = spotted(20, 10, 5)
  const repo = pictures(same, Buffer.concat([same, Buffer.from("more")]))
  expect(repo.git("diff")).toMatch(/image, PNG 20×10, .*none of pixels differ/)
})

test("an attached image says it too, and one that is damaged says the rest", () => {
  const damaged = spotted(20, 10, 5).subarray(0, 60)
  const repo = repository()
  repo.commit("one", { "a.ipynb": attached(spotted(20, 10, 0)) })
  repo.write("a.ipynb", attached(spotted(20, 10, 20)))
  expect(nbdiff(repo, []).stdout).toMatch(
    /attachment: plot\.png, image, PNG 20×10, .*, 10 % of pixels differ/,
  )
  repo.write("a.ipynb", attached(damaged))
  const { status, stdout } = nbdiff(repo, [])
  expect(status).toBe(0)
  expect(stdout).toMatch(/attachment: plot\.png, image, PNG 20×10, \d+ bytes → 60 bytes$/m)
})

/** A repository whose notebook shows one image, and another in the worktree. */
function pictures(before: Uint8Array, after: Uint8Array): Repository {
  const repo = repository()
  expect(nbdiff(repo, ["install"]).status).toBe(0)
  repo.commit("one", { "a.ipynb": shown(before) })
  repo.write("a.ipynb", shown(after))
  return repo
}

function shown(image: Uint8Array): string {
  const output = { data: { "image/png": base64(image) }, metadata: {}, output_type: "display_data" }
  return notebook({
    cell_type: "code",
    execution_count: 1,
    metadata: {},
    outputs: [output],
    source: "plot()",
  })
}

function attached(image: Uint8Array): string {
  const attachments = { "plot.png": { "image/png": base64(image) } }
  return notebook({ attachments, cell_type: "markdown", metadata: {}, source: "![](attachment:plot.png)" })
}

function base64(image: Uint8Array): string {
  return Buffer.from(image).toString("base64")
}

function notebook(cell: object): string {
  return `${JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 4 }, null, 1)}\n`
}
