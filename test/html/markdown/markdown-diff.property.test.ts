import fc from "fast-check"
import { expect, test } from "vitest"
import { blockHtml } from "../../../src/html/markdown/blocks.js"
import { markdownDiff } from "../../../src/html/markdown/markdown-diff.js"
import { readMarkdown } from "../../../src/html/markdown/read-markdown.js"
import { html, htmlText, joined } from "../../../src/html/markup/html.js"
import { type HtmlElement, textOfHtml } from "../../support/html-tree.js"
import { runs } from "../../support/thorough.js"

const words = fc.array(
  fc.constantFrom(
    ..."the a model of **bold** *it* `code` [link](https://example.org) $x_1$ 12.5 <b>b</b> ~~s~~ é".split(
      " ",
    ),
  ),
  { minLength: 1, maxLength: 9 },
)
const sentence = words.map((list) => list.join(" "))
const block = fc.oneof(
  sentence,
  sentence.map((text) => `## ${text}`),
  sentence.map((text) => `> ${text}`),
  fc
    .array(sentence, { minLength: 1, maxLength: 4 })
    .map((items) => items.map((item) => `- ${item}`).join("\n")),
  fc
    .array(sentence, { minLength: 1, maxLength: 3 })
    .map((items) => items.map((item, i) => `${i + 1}. ${item}`).join("\n")),
  sentence.map((text) => `- [ ] ${text}\n- [x] ${text}`),
  fc.tuple(sentence, sentence).map(([a, b]) => `| ${a} | b |\n|---|---|\n| ${b} | 1 |`),
  sentence.map((text) => `\`\`\`python\n${text}\nx = 1\n\`\`\``),
  sentence.map((text) => `<div>${text}</div>`),
  fc.constantFrom("---", "<!-- comment -->", "$$\\frac{a}{b}$$", "![alt](x.png)"),
)
const document = fc.array(block, { maxLength: 7 }).map((blocks) => blocks.join("\n\n"))

/** Two documents that have most of their blocks in common. */
const versions = fc
  .tuple(document, fc.array(fc.tuple(fc.nat(9), block), { maxLength: 3 }))
  .map(([before, edits]) => {
    const blocks = before.split("\n\n")
    for (const [at, text] of edits) blocks.splice(at % (blocks.length + 1), at % 2, text)
    return [before, blocks.join("\n\n")] as const
  })

const options = {
  picture: (address: string, alt: string) => html`<img src="data:," alt="${alt} ${address}">`,
}

/** Without what is not of the text: the words of folds. White space is not part of how a text reads. */
function read(source: string, hidden: string): string {
  const isLeftOut = (element: HtmlElement): boolean =>
    element.tagName === hidden || element.tagName === "summary"
  return textOfHtml(source, isLeftOut).replace(/\s+/g, "")
}

test("without its insertions a rendered diff reads as the old text, without its deletions as the new one", () => {
  fc.assert(
    fc.property(fc.oneof(versions, fc.tuple(document, document)), ([a, b]) => {
      const [before, after] = [readMarkdown(a, options)!, readMarkdown(b, options)!]
      const diff = htmlText(markdownDiff(before, after).html)
      // there the source is shown, which reads otherwise
      fc.pre(!diff.includes('class="src"'))
      expect(read(diff, "ins")).toBe(read(htmlText(joined(before.map(blockHtml))), ""))
      expect(read(diff, "del")).toBe(read(htmlText(joined(after.map(blockHtml))), ""))
    }),
    { numRuns: runs(300), maxSkipsPerRun: 100 },
  )
})

test("whatever differs is marked somewhere", () => {
  fc.assert(
    fc.property(versions, ([a, b]) => {
      fc.pre(a.replace(/\s+/g, "") !== b.replace(/\s+/g, ""))
      const diff = markdownDiff(readMarkdown(a, options)!, readMarkdown(b, options)!)
      expect(diff.isMarked).toBe(true)
    }),
    { numRuns: runs(200) },
  )
})

test("the same text reads the same, and nothing of it is marked", () => {
  fc.assert(
    fc.property(document, (source) => {
      const blocks = readMarkdown(source, options)!
      expect(markdownDiff(blocks, blocks).isMarked).toBe(false)
    }),
    { numRuns: runs(100) },
  )
})

test("a mark has only one state", () => {
  fc.assert(
    fc.property(versions, ([a, b]) => {
      const { html: own } = markdownDiff(readMarkdown(a, options)!, readMarkdown(b, options)!)
      const written = htmlText(own)
      expect(written).not.toMatch(/<ins[^>]*>(?:(?!<\/ins>).)*<del/s)
      expect(hasNested(written)).toBe(false)
    }),
    { numRuns: runs(100) },
  )
})

function hasNested(source: string): boolean {
  return /<del[^>]*>(?:(?!<\/del>).)*<ins/s.test(source)
}
