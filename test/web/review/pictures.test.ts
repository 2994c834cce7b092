import { symlinkSync } from "node:fs"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { openObjects } from "../../../src/git/repository/object-reader.js"
import { openPictures, type Pictures } from "../../../src/web/review/pictures.js"
import { png } from "../../support/png.js"
import { type Repository, repository } from "../../support/repository.js"

const PICTURE = png(1, 1, new Uint8Array([1, 2, 3, 255]))

function picturesOf(repo: Repository): Pictures {
  const objects = openObjects({ cwd: repo.top, environment: repo.env })
  onTestFinished(() => objects.close())
  return openPictures(objects)
}

/** The type of what the page gets for an address in a notebook at the top. */
async function typeOf(pictures: Pictures, tree: Parameters<Pictures["addressOf"]>[0], address: string) {
  const number = pictures.addressOf(tree, "a.ipynb", address)?.replace("picture/", "")
  return number === undefined ? undefined : (await pictures.read(Number(number)))?.type
}

test("a picture is read from the version that a side shows", async () => {
  const repo = repository()
  repo.write("old.png", PICTURE)
  repo.git("add", ".")
  repo.git("commit", "-qm", "first")
  repo.git("rm", "-q", "old.png")
  repo.write("staged.png", PICTURE)
  repo.git("add", ".")
  repo.git("rm", "-q", "--cached", "staged.png")
  repo.write("new.png", PICTURE)
  repo.git("add", "new.png")
  const pictures = picturesOf(repo)
  const files = { kind: "files", top: repo.top } as const
  expect(await typeOf(pictures, { kind: "commit", id: "HEAD" }, "old.png")).toBe("image/png")
  expect(await typeOf(pictures, files, "old.png")).toBe(undefined)
  expect(await typeOf(pictures, { kind: "index" }, "new.png")).toBe("image/png")
  expect(await typeOf(pictures, { kind: "index" }, "staged.png")).toBe(undefined)
  expect(await typeOf(pictures, files, "staged.png")).toBe("image/png")
})

test.skipIf(process.platform === "win32")(
  "no link leads out of the repository, nor to git's own files",
  async () => {
    const repo = repository()
    repo.write("../home/private.png", PICTURE)
    repo.write(".git/inside.png", PICTURE)
    repo.write("real.png", PICTURE)
    symlinkSync(join(repo.home, "private.png"), join(repo.top, "out.png"))
    symlinkSync(repo.home, join(repo.top, "folder"))
    symlinkSync(".git/inside.png", join(repo.top, "git.png"))
    symlinkSync("real.png", join(repo.top, "in.png"))
    const pictures = picturesOf(repo)
    const files = { kind: "files", top: repo.top } as const
    for (const address of ["out.png", "folder/private.png", "git.png"]) {
      expect(await typeOf(pictures, files, address)).toBe(undefined)
    }
    expect(await typeOf(pictures, files, "in.png")).toBe("image/png")
  },
)

test("what is not a picture is not handed out, whatever it is called", async () => {
  const repo = repository()
  repo.write("page.png", "<html><script>1</script></html>")
  repo.write("secret.png", "password")
  repo.write("real.txt", PICTURE)
  const pictures = picturesOf(repo)
  const files = { kind: "files", top: repo.top } as const
  expect(await typeOf(pictures, files, "page.png")).toBe(undefined)
  expect(await typeOf(pictures, files, "secret.png")).toBe(undefined)
  expect(await typeOf(pictures, files, "real.txt")).toBe("image/png")
})

test("a file that was saved again has another address, so that the page loads it again", () => {
  const repo = repository()
  repo.write("a.png", PICTURE)
  const pictures = picturesOf(repo)
  const files = { kind: "files", top: repo.top } as const
  const [first, stamp] = [pictures.addressOf(files, "a.ipynb", "a.png"), pictures.stamp()]
  expect(pictures.addressOf(files, "a.ipynb", "a.png")).toBe(first)
  repo.write("a.png", png(2, 1, new Uint8Array(8).fill(9)))
  expect(pictures.stamp()).not.toBe(stamp)
  expect(pictures.addressOf(files, "a.ipynb", "a.png")).not.toBe(first)
})
