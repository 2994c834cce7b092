import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { normalForm } from "../../../src/git/filter/normal-form.js"
import { repository, temporaryDirectory } from "../../support/repository.js"

const OUTPUT = `{"output_type":"stream","name":"stdout","text":["x"]}`

const notebook = (outputs: string) =>
  new TextEncoder().encode(
    `{"cells":[{"cell_type":"code","execution_count":null,"metadata":{},"outputs":[${outputs}],"source":[]}],"metadata":{},"nbformat":4,"nbformat_minor":4}`,
  )

describe("the normal form", () => {
  const outside = () => normalForm({ cwd: temporaryDirectory(), environment: repository().env })

  test("is a notebook without outputs", async () => {
    const isNormal = await outside()
    expect(isNormal(notebook(""), "n.ipynb")).toBe(true)
    expect(isNormal(notebook(OUTPUT), "n.ipynb")).toBe(false)
  })

  test.each(["no notebook", "<<<<<<< ours\n{}", "[]"])(
    "is not known of what is not a notebook: %j",
    async (text) => {
      expect((await outside())(new TextEncoder().encode(text), "n.ipynb")).toBeUndefined()
    },
  )

  test("is what the repository's settings say of the path, from its top", async () => {
    const repo = repository()
    repo.write("nbdiff.toml", '[[normalize.path]]\nmatch = "docs/*.ipynb"\noutputs = "keep"\n')
    repo.write("docs/n.ipynb", "")
    const top = await normalForm({ cwd: repo.top, environment: repo.env })
    expect([top(notebook(OUTPUT), "docs/n.ipynb"), top(notebook(OUTPUT), "n.ipynb")]).toEqual([true, false])
    const docs = await normalForm({ cwd: join(repo.top, "docs"), environment: repo.env })
    expect([docs(notebook(OUTPUT), "n.ipynb"), docs(notebook(OUTPUT), "../n.ipynb")]).toEqual([true, false])
  })
})
