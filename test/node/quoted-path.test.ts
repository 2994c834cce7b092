import { describe, expect, test } from "vitest"
import { quotedBytes, quotedPath } from "../../src/node/quoted-path.js"
import { repository } from "../support/repository.js"

describe("a path in a message", () => {
  test.each(["a.ipynb", "a dir/größe 笔记 🙂.ipynb", "$(x) 'y'"])("stays %j", (path) => {
    expect(quotedPath(path)).toBe(path)
  })

  test.each([
    ["a\u001b[31mred.ipynb", '"a\\033[31mred.ipynb"'],
    ["\u202egpj.ipynb", '"\\342\\200\\256gpj.ipynb"'],
    ["c1\u009bm", '"c1\\302\\233m"'],
    ["half\ud800", '"half\\357\\277\\275"'],
  ])("%j cannot steer a terminal", (path, quoted) => {
    expect(quotedPath(path)).toBe(quoted)
  })

  test("need not be UTF-8", () => {
    const bytes = (name: string) => quotedBytes(Buffer.from(name, "latin1"))
    expect(bytes('l\xe9"\\\n\x1b.ipynb')).toBe('"l\\351\\"\\\\\\n\\033.ipynb"')
    expect([bytes("l\xc3\xa9"), bytes("l\n")]).toEqual(["l\xe9", '"l\\n"'])
  })

  test("is quoted as git quotes it", () => {
    const repo = repository()
    const paths = [
      'quote".ipynb',
      "back\\slash.ipynb",
      "tab\t.ipynb",
      "line\n.ipynb",
      "bell\x07\b\v\f\r\x01\x7f.ipynb",
    ]
    for (const path of paths) repo.write(path, "x")
    const shown = repo.git("-c", "core.quotePath=false", "ls-files", "--others").trimEnd().split("\n")
    expect(paths.map(quotedPath).sort()).toEqual(shown.sort())
  })
})
