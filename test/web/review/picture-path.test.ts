import { expect, test } from "vitest"
import { picturePath } from "../../../src/web/review/picture-path.js"

test.each([
  ["a.ipynb", "plot.png", "plot.png"],
  ["docs/a.ipynb", "img/plot.png", "docs/img/plot.png"],
  ["docs/a.ipynb", "../img/plot.png", "img/plot.png"],
  ["a.ipynb", "./a%20b.png", "a b.png"],
  ["a.ipynb", "plot.png?v=1#x", "plot.png"],
])("in %s, %s is %s", (notebook, address, path) => {
  expect(picturePath(notebook, address)).toBe(path)
})

test.each([
  "../plot.png",
  "docs/../../plot.png",
  "%2e%2e/plot.png",
  "..%2fplot.png",
  "/etc/passwd",
  "//evil.example/x.png",
  "http://evil.example/x.png",
  "file:///etc/passwd",
  "data:image/png;base64,AAAA",
  "C:/x.png",
  "..\\x.png",
  ".git/config",
  "a/../.git/HEAD",
  ".GIT/config",
  "git~1/config",
  ".git./config",
  ".g\u200cit/config",
  "a%00.png",
  "%ff.png",
  "%",
  "folder/",
  "",
  "#x",
])("%s is nothing that may be read", (address) => {
  expect(picturePath("a.ipynb", address)).toBe(undefined)
})
