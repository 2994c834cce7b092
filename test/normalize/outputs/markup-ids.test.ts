import { describe, expect, it } from "vitest"
import { maskedIdName, renumberIds, stableIdName } from "../../../src/normalize/outputs/markup-ids.js"

const renumbered = (...texts: readonly string[]): readonly string[] => renumberIds(texts, maskedIdName)

/** What a library writes around the ids that it makes up, two of a run. */
const writers: readonly (readonly [
  name: string,
  ids: readonly [string, string],
  other: readonly [string, string],
  text: (a: string, b: string) => string,
])[] = [
  [
    "plotly",
    ["5f0c1e7a-3b2d-4c6e-8f9a-0b1c2d3e4f5a", "a0b1c2d3-e4f5-4a6b-8c7d-9e0f1a2b3c4d"],
    ["0a1b2c3d-4e5f-4607-9819-2a3b4c5d6e7f", "f9e8d7c6-b5a4-4938-a7b6-c5d4e3f2a1b0"],
    (a, b) =>
      `<div id="${a}" class="plotly-graph-div"></div><div id='${b}'></div><script>Plotly.newPlot("${a}", [1])</script>`,
  ],
  [
    "altair",
    ["0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"],
    ["00112233445566778899aabbccddeeff", "ffeeddccbbaa99887766554433221100"],
    (a, b) =>
      `<style>#altair-viz-${a}.vega-embed {}</style><div id="altair-viz-${a}"></div><div id="altair-viz-${b}"></div>`,
  ],
  [
    "matplotlib's SVG",
    ["p0f1e2d3c4b", "m1234567890"],
    ["pa9b8c7d6e5", "m0abcdefabc"],
    (a, b) =>
      `<svg><g clip-path="url(#${a})"><use xlink:href="#${b}"/></g><path id="${b}"/><clipPath id="${a}"/></svg>`,
  ],
  [
    "pandas Styler",
    ["0a1b2", "fedcb"],
    ["9f8e7", "12345"],
    (a, b) =>
      `<style>#T_${a}_row0_col0 {color: red}</style><table id="T_${a}"><td id="T_${a}_row0_col0"></table><table id="T_${b}">`,
  ],
  [
    "an old pandas Styler",
    ["3f2a1b3c_4d5e_11ea_8c1f_0242ac1c0002", "00aa11bb_22cc_11ea_8c1f_0242ac1c0002"],
    ["deadbeef_0123_11eb_9d2e_0242ac1c0003", "12ab34cd_56ef_11eb_9d2e_0242ac1c0003"],
    (a, b) =>
      `<style>#T_${a}row0_col0 {}</style><table id="T_${a}"><td id="T_${a}row0_col0"></table><table id="T_${b}">`,
  ],
  [
    "scikit-learn",
    ["1", "2"],
    ["11", "12"],
    (a, b) =>
      `<style>#sk-container-id-${a} {}</style><div id="sk-container-id-${a}"><input id="sk-estimator-id-${b}"><label for="sk-estimator-id-${b}">`,
  ],
  [
    "Colab",
    ["242eaf4b-880d-4104-86f9-c9eaa52f4b73", "11111111-2222-4333-8444-5555aaaa6666"],
    ["98fe76dc-0123-4567-89ab-cdef01234567", "22222222-3333-4444-8555-6666bbbb7777"],
    (a, b) =>
      `<div id="df-${a}"><script>document.querySelector('#df-${a} button')</script></div><div id="df-${b}">`,
  ],
  [
    "bokeh",
    ["p1001", "p1002"],
    ["p1501", "p1502"],
    (a, b) =>
      `<div id="${a}" data-root-id="${b}"></div><script>Bokeh.embed({"roots":{"references":[{"id":"${b}"}]}})</script>`,
  ],
  [
    "Lets-Plot",
    ["Vv7uvh", "nfVEV6"],
    ["eNtUx0", "nr1fvE"],
    (a, b) =>
      `<div id="${a}"></div><div id="${b}"></div><script>document.getElementById("${a}"); // lets-plot</script>`,
  ],
  [
    "folium",
    ["0f1e2d3c4b5a69788796a5b4c3d2e1f0", "a1b2c3d4e5f60718293a4b5c6d7e8f90"],
    ["11aa22bb33cc44dd55ee66ff77008899", "ffee00dd11cc22bb33aa449955886677"],
    (a, b) =>
      `<iframe srcdoc="&lt;div id=&quot;map_${a}&quot;&gt; var map_${a} = L.map(&quot;map_${a}&quot;); id=&quot;tile_${b}&quot;">`,
  ],
]

describe("ids that a library makes up in every run do not count", () => {
  it.each(writers)("%s", (_, ids, other, text) => {
    expect(renumbered(text(...ids))).toEqual(renumbered(text(...other)))
  })
})

describe("which of the ids is where does count", () => {
  it.each(writers)("%s", (_, [a, b], __, text) => {
    const swapped = text(a, b).replace(a, "\0").replaceAll(b, a).replace("\0", a)
    expect(renumbered(text(a, b))).not.toEqual(renumbered(swapped))
  })
})

it("names an id the same in all texts of an output", () => {
  const id = "5f0c1e7a-3b2d-4c6e-8f9a-0b1c2d3e4f5a"
  expect(renumbered(`<div id="${id}">`, `Plotly.newPlot("${id}")`)).toEqual([
    '<div id="…0">',
    'Plotly.newPlot("…0")',
  ])
})

describe("what is not a made-up id is left alone", () => {
  it.each([
    ["a name", '<div id="results"></div>'],
    ["a name of hexadecimal letters", '<div id="deadbeefface"></div>'],
    ["a date", '<div id="20230101-1234"></div>'],
    ["a number without bokeh", '<div id="1002"></div>'],
    ["a UUID in the text", "<td>5f0c1e7a-3b2d-4c6e-8f9a-0b1c2d3e4f5a</td><td id='x'></td>"],
    ["a hash in the text", "<td>0123456789abcdef0123456789abcdef</td><td id='x'></td>"],
    ["six letters without Lets-Plot", '<div id="Vv7uvh"></div>'],
  ])("%s", (_, text) => {
    expect(renumbered(text)).toEqual([text])
  })
})

describe("names for a file", () => {
  it.each(writers)("keep the shape, and are renumbered to themselves: %s", (_, ids, __, text) => {
    const stable = renumberIds([text(...ids)], stableIdName("cell"))
    expect(renumberIds(stable, stableIdName("cell"))).toEqual(stable)
    expect(renumbered(...stable)).toEqual(renumbered(text(...ids)))
  })

  it.each(writers)("are the same in every run, and others in another cell: %s", (_, ids, other, text) => {
    const stable = renumberIds([text(...ids)], stableIdName("cell"))
    expect(renumberIds([text(...other)], stableIdName("cell"))).toEqual(stable)
    expect(renumberIds([text(...other)], stableIdName("other cell"))).not.toEqual(stable)
  })
})

it.each(['id="', 'id="0f1e2d3c-4b5a-6978-8695-a4b3c2d1e0f9" ', "1-1-", "a1b2c3d4-", "0123456789abcdef"])(
  "is done with a hundred thousand times %j",
  (unit) => {
    const text = `<svg> T_ sk- table_ lets-plot bokeh ${unit.repeat(100_000)}`
    expect(renumbered(text)[0]?.startsWith("<svg>")).toBe(true)
  },
)
