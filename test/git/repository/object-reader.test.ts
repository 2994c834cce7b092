import { randomBytes } from "node:crypto"
import { describe, expect, onTestFinished, test } from "vitest"
import { type ObjectReader, openObjects } from "../../../src/git/repository/object-reader.js"
import { type Repository, repository } from "../../support/repository.js"

describe("objects", () => {
  test("come whole and in the order in which they were asked for, whatever is in them", async () => {
    const contents = [Buffer.alloc(0), Buffer.from("\n"), Buffer.from("x missing\n"), randomBytes(300_000)]
    const repo = repository()
    for (const [i, content] of contents.entries()) repo.write(`${i}.ipynb`, content)
    repo.git("add", ".")
    const objects = reader(repo)
    const asked = [...contents.keys(), ...contents.keys()]
    const read = await Promise.all(asked.map((i) => objects.read(`:${i}.ipynb`)))
    expect(read.map((object) => contents.findIndex((content) => object?.bytes.equals(content)))).toEqual(
      asked,
    )
  })

  test("that are not there are undefined", async () => {
    const repo = repository()
    repo.commit("one", { "a.ipynb": "1" })
    const objects = reader(repo)
    expect(await objects.read("0123456789012345678901234567890123456789")).toBeUndefined()
    expect(await objects.read("HEAD:nowhere")).toBeUndefined()
    expect(await objects.read("HEAD:a.ipynb")).toEqual({ type: "blob", bytes: Buffer.from("1") })
    expect((await objects.read("HEAD:"))?.type).toBe("tree")
  })

  test("of no repository are an error in git's words", async () => {
    const repo = repository()
    const objects = openObjects({ cwd: repo.home, environment: repo.env })
    await expect(objects.read("HEAD")).rejects.toThrow(/^fatal: not a git repository/)
    await expect(objects.read("HEAD")).rejects.toThrow(/^fatal: not a git repository/)
  })
})

function reader(repo: Repository): ObjectReader {
  const objects = openObjects({ cwd: repo.top, environment: repo.env })
  onTestFinished(() => objects.close())
  return objects
}
