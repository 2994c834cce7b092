import { expect, it } from "vitest"
import { htmlTable } from "../../../src/diff/outputs/html-table.js"

it("reads pandas' table: columns, labels, values, and the shape it states", () => {
  const html = `<div>
<style scoped>
    .dataframe tbody tr th { vertical-align: top; }
</style>
<table border="1" class="dataframe">
  <thead>
    <tr style="text-align: right;"><th></th><th>name</th><th>price &lt; 3</th></tr>
  </thead>
  <tbody>
    <tr><th>0</th><td>A &amp; B</td><td>1.50</td></tr>
    <tr><th>...</th><td>...</td><td>...</td></tr>
    <tr><th>311</th><td>caf&#233;</td><td>NaN</td></tr>
  </tbody>
</table>
<p>312 rows × 2 columns</p>
</div>`
  expect(htmlTable(html)).toEqual({
    table: {
      columns: ["name", "price < 3"],
      index: ["0", "...", "311"],
      rows: [
        ["A & B", "1.50"],
        ["...", "..."],
        ["café", "NaN"],
      ],
      shape: { rows: 312, columns: 2 },
    },
    around: "",
  })
})

it("joins the levels of a MultiIndex, on either side, and repeats what spans rows or columns", () => {
  const html = `<table><thead>
<tr><th></th><th></th><th colspan="2">price</th></tr>
<tr><th></th><th></th><th>min</th><th>max</th></tr>
<tr><th>city</th><th>year</th><th></th><th></th></tr>
</thead><tbody>
<tr><th rowspan="2" valign="top">Rome</th><th>2023</th><td>1</td><td>2</td></tr>
<tr><th>2024</th><td>3</td><td>4</td></tr>
</tbody></table>`
  expect(htmlTable(html)?.table).toEqual({
    columns: ["price min", "price max"],
    index: ["Rome 2023", "Rome 2024"],
    rows: [
      ["1", "2"],
      ["3", "4"],
    ],
    shape: { rows: 2, columns: 2 },
  })
})

it("reads a table without labels: polars, R, Spark", () => {
  const polars = `<div><small>shape: (2, 1)</small><table class="dataframe"><thead><tr><th>a</th></tr><tr><td>i64</td></tr></thead><tbody><tr><td>1</td></tr><tr><td>2</td></tr></tbody></table></div>`
  expect(htmlTable(polars)?.table).toMatchObject({
    columns: ["a i64"],
    index: ["", ""],
    rows: [["1"], ["2"]],
  })
  const spark = "<table border='1'><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
  expect(htmlTable(spark)?.table).toMatchObject({ columns: ["a", "b"], rows: [["1", "2"]] })
})

it("reads what a cell shows, in words", () => {
  const html =
    "<table><tr><td><b>a</b>b<br>c</td><td><img src='x.png'></td><td> d\n e </td><td>&nbsp;&unknown;</td></tr></table>"
  expect(htmlTable(html)?.table.rows).toEqual([["ab c", "img src='x.png'", "d e", "&unknown;"]])
})

it("says what is around the table, without styles and scripts", () => {
  const html = "<h1>Prices</h1><script>let a = '<table>'</script><table><tr><td>1</td></tr></table> of today"
  expect(htmlTable(html)?.around.split(/\s+/)).toEqual(["Prices", "of", "today"])
})

it.each([
  ["no table", "<p>table</p>"],
  ["two tables", "<table><tr><td>1</td></tr></table><table><tr><td>1</td></tr></table>"],
  ["a table in a table", "<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>"],
  ["an empty table", "<table></table>"],
  ["cells that span more than there is", `<table><tr><td colspan="99999">1</td></tr></table>`],
])("does not take for data: %s", (_, html) => {
  expect(htmlTable(html)).toBeUndefined()
})

it("reads rows of different lengths, an unclosed cell, and tags in capitals", () => {
  const html = "<TABLE><TR><TH>a<TH>b<TR><TD>1<TR><TD>2<TD>3</TABLE>"
  expect(htmlTable(html)?.table).toMatchObject({
    columns: ["a", "b"],
    rows: [
      ["1", ""],
      ["2", "3"],
    ],
  })
})

it.each(["<td", "<td>", "<tr><td>1", '<tr><td rowspan="99999">', "<style>", "&#1", " "])(
  "is done with a hundred thousand times %j",
  (unit) => {
    expect(() => htmlTable(`<table>${unit.repeat(100_000)}`)).not.toThrow()
  },
)
