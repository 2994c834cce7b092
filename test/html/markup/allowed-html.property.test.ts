import fc from "fast-check"
import { parseFragment } from "parse5"
import { expect, test } from "vitest"
import { ALLOWED_ELEMENTS, allowedHtml } from "../../../src/html/markup/allowed-html.js"
import { html, htmlText } from "../../../src/html/markup/html.js"
import { elementsIn } from "../../support/html-tree.js"
import { runs } from "../../support/thorough.js"

const names = [
  ..."p div b i a img table tr td th tbody li ul ol dl dt dd h1 h4 details summary pre br hr del ins span".split(
    " ",
  ),
  ..."script style svg math iframe object embed form input select option template title textarea noscript".split(
    " ",
  ),
  ..."base meta link body html head frameset xmp plaintext mtext mglyph foreignObject annotation-xml font nobr".split(
    " ",
  ),
]

const attributes = [
  'onclick="x()"',
  "onerror=x",
  'href="javascript:x()"',
  "href='https://example.org/'",
  'src="http://example.org/x.png"',
  'style="color: red"',
  'style="background: url(//example.org)"',
  "id=main name=main",
  'class="blk"',
  "srcset=x",
  "colspan=2",
  'title="</title><script>"',
  "/",
  '"',
  "xlink:href=//example.org",
]

const piece = fc.oneof(
  fc
    .tuple(fc.constantFrom(...names), fc.array(fc.constantFrom(...attributes), { maxLength: 3 }))
    .map(([name, own]) => `<${[name, ...own].join(" ")}>`),
  fc.constantFrom(...names).map((name) => `</${name}>`),
  fc.constantFrom(
    "text",
    " & ",
    "&lt;img&gt;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<",
    ">",
    "'",
    '"',
    "\0",
    "\u202e",
    "\n",
  ),
  fc.string({ maxLength: 5 }),
)

const ATTRIBUTES = new Set([
  "href",
  "rel",
  "target",
  "title",
  "colspan",
  "rowspan",
  "start",
  "open",
  "align",
  "class",
  "style",
])

test("what is written holds nothing off the list when another parser reads it, and closes nothing around it", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), (pieces, styles) => {
      const { html: written } = allowedHtml(pieces.join(""), {
        image: () => html`<img src="data:," alt="">`,
        styles,
      })
      const tree = parseFragment(`<section>${htmlText(written)}</section><p></p>`)
      expect(tree.childNodes.map(({ nodeName }) => nodeName)).toEqual(["section", "p"])
      for (const { tagName, attrs } of elementsIn(tree).slice(1)) {
        expect(ALLOWED_ELEMENTS.has(tagName) || (styles && tagName === "style")).toBe(true)
        for (const { name, value } of attrs) {
          if (tagName === "img")
            expect([name, value]).toEqual(name === "src" ? ["src", "data:,"] : ["alt", ""])
          else expect(ATTRIBUTES).toContain(name)
          if (name === "href") expect(value).toMatch(/^(?:https?|mailto):/)
          if (name === "style") expect(styles && !/url/.test(value)).toBe(true)
        }
      }
    }),
    { numRuns: runs(400) },
  )
})
