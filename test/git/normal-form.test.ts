import { describe, expect, test } from "vitest"
import { isNormal } from "../../src/git/normal-form.js"

const notebook = (outputs: string) =>
  new TextEncoder().encode(
    `{"cells":[{"cell_type":"code","execution_count":null,"metadata":{},"outputs":[${outputs}],"source":[]}],"metadata":{},"nbformat":4,"nbformat_minor":4}`,
  )

describe("the normal form", () => {
  test("is a notebook without outputs", () => {
    expect(isNormal(notebook(""))).toBe(true)
    expect(isNormal(notebook(`{"output_type":"stream","name":"stdout","text":["x"]}`))).toBe(false)
  })

  test.each(["", "no notebook", "<<<<<<< ours\n{}", "[]"])("is whatever is no notebook: %j", (text) => {
    expect(isNormal(new TextEncoder().encode(text))).toBe(true)
  })
})
