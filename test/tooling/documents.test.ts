import { existsSync, readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"

const FOLDERS = readdirSync("src", { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? entry.name : [],
)

/** Returns the paths of this repository that a document names in code: `test/diff`, `src/cli/main.ts`, and in the
 *  map of the rooms also `git/driver.ts`, which is relative to `src/`. */
function namedPaths(document: string): string[] {
  const text = readFileSync(document, "utf8").replace(/^```.*?^```$/gms, "")
  const code = [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "")
  return [...new Set(code.filter((word) => /^[\w.-]+\/[\w./-]*$/.test(word) && !word.startsWith("dist")))]
}

function isThere(path: string): boolean {
  const [first = ""] = path.split("/")
  return existsSync(path) || (FOLDERS.includes(first) && existsSync(`src/${path}`))
}

test.each(["ARCHITECTURE.md", "CONTRIBUTING.md"])("every path that %s names is there", (document) => {
  expect(namedPaths(document).length).toBeGreaterThan(5)
  expect(namedPaths(document).filter((path) => !isThere(path))).toEqual([])
})

test("every file and directory that a document links to is there", () => {
  const documents = [
    ...readdirSync(".").filter((name) => name.endsWith(".md")),
    ...readdirSync("docs")
      .filter((name) => name.endsWith(".md"))
      .map((name) => `docs/${name}`),
  ]
  const lost = documents.flatMap((document) => {
    const folder = document.startsWith("docs/") ? "docs/" : ""
    return [...readFileSync(document, "utf8").matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
      .map((match) => match[1] ?? "")
      .filter((target) => !/^\w+:/.test(target) && !existsSync(folder + target))
      .map((target) => `${document}: ${target}`)
  })
  expect(lost).toEqual([])
})
