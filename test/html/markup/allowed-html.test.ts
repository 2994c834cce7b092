import { expect, it } from "vitest"
import { allowedHtml } from "../../../src/html/markup/allowed-html.js"
import { html, htmlText } from "../../../src/html/markup/html.js"

function rewritten(source: string, styles = false): string {
  return htmlText(allowedHtml(source, { image: (src, alt) => html`[${src}|${alt}]`, styles }).html)
}

it.each([
  ["what is on the list stays", "<p>a <b>b</b></p>", "<p>a <b>b</b></p>"],
  ["an element that is not on it goes, and its content stays", "<section>a</section>", "a"],
  ["a script goes with its content", "a<script>b</script>c", "ac"],
  ["a handler goes", '<p onclick="x()">a</p>', "<p>a</p>"],
  ["an id goes", '<p id="main">a</p>', "<p>a</p>"],
  ["a link to a script goes nowhere", '<a href="javascript:x()">a</a>', "<a>a</a>"],
  ["so it does in disguise", '<a href="java\tscript:x()">a</a>', "<a>a</a>"],
  ["an element that is left open is ended", "<div><b>a", "<div><b>a</b></div>"],
  ["an end without a start is nothing", "a</div></td></article>b", "ab"],
  ["a row outside of a table is nothing", "<tr><td>a</td></tr>", "a"],
  ["headings are of one level", "<h1>a</h1>", '<h4 class="h1">a</h4>'],
  ["insertions and deletions are ours to mark", "<ins>a</ins><del>b</del>", "<u>a</u><s>b</s>"],
  ["a picture is the caller's", '<img src="x.png" alt="y" onerror="z()">', "[x.png|y]"],
  ["an SVG goes with its content", "<svg><style><a title='</style><img onerror=x>'></svg>b", "b"],
  ["a style goes in a page", "<style>p{color:red}</style><p style='color:red'>a</p>", "<p>a</p>"],
  ["a comment goes", "a<!-- <script> -->b", "ab"],
  ["text stays text", "a &lt;script&gt; &amp; b", "a &lt;script&gt; &amp; b"],
])("%s", (_, source, expected) => {
  expect(rewritten(source)).toBe(expected)
})

it.each([
  ["a style stays in a frame", "<p style='color: red'>a</p>", '<p style="color: red">a</p>'],
  ["but not one that loads something", "<p style='background: url(//x)'>a</p>", "<p>a</p>"],
  ["nor one that could be spelled otherwise", "<p style='background: \\75rl(//x)'>a</p>", "<p>a</p>"],
  ["a sheet stays too", "<style>p{color:red}</style>a", "<style>p{color:red}</style>a"],
  ["but not one that loads something", "<style>@import '//x'</style>a", "a"],
])("%s", (_, source, expected) => {
  expect(rewritten(source, true)).toBe(expected)
})

it("says what was left out", () => {
  const { leftOut } = allowedHtml("<script></script><iframe></iframe><style></style>", {
    image: () => html``,
    styles: false,
  })
  expect(leftOut).toEqual(["script", "iframe"])
})
