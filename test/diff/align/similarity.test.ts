import { describe, expect, it } from "vitest"
import { similarity } from "../../../src/diff/align/similarity.js"
import { cells } from "../../support/cells.js"

function similarityOf(a: string, b: string): number {
  const [x] = cells("_").map((cell) => ({ ...cell, source: a }))
  const [y] = cells("_").map((cell) => ({ ...cell, source: b }))
  return similarity(x!, y!)
}

describe("similarity", () => {
  it("is 1 for the same source and less for any other", () => {
    expect(similarityOf("x = 1", "x = 1")).toBe(1)
    expect(similarityOf("", "")).toBe(1)
    expect(similarityOf("x = 1", "x  =  1")).toBeLessThan(1)
  })

  it("is 0 where no word is common", () => {
    expect(similarityOf("import numpy", "plot(result)")).toBe(0)
    expect(similarityOf("import numpy", "")).toBe(0)
    expect(similarityOf("---", "***")).toBe(0)
  })

  it("is higher the more words are common, and in the same order", () => {
    const whole = "load the data and plot it"
    const near = similarityOf(whole, "load the table and plot it")
    expect(near).toBeGreaterThan(similarityOf(whole, "load a table and print it"))
    expect(near).toBeGreaterThan(similarityOf(whole, "it plot and table the load"))
  })

  it("holds a cell that grew for the same still", () => {
    expect(
      similarityOf("import pypsa", "import pypsa\n\nn = pypsa.Network()\nn.plot()\nn.info()"),
    ).toBeGreaterThan(0.5)
  })

  it("is the same from both sides", () => {
    expect(similarityOf("a b c d", "a b x")).toBe(similarityOf("a b x", "a b c d"))
  })

  it("compares text that is written without spaces", () => {
    expect(similarityOf("数据加载与可视化", "数据加载和可视化")).toBeGreaterThan(0.6)
    expect(similarityOf("数据加载", "结果保存")).toBe(0)
    expect(similarityOf("Größe ändern", "Größe prüfen")).toBeGreaterThan(0.2)
  })

  it("compares long sources by their start", () => {
    const long = "word ".repeat(100_000)
    expect(similarityOf(`${long}a`, `${long}b`)).toBeGreaterThan(0.9)
  })
})
