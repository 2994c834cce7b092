// A terminal's text with its escape codes as an SVG picture: the colors, bold, dim, italic, underlined, struck
// through and reversed text that SGR codes say, and nothing else that a terminal can do.

const CELL = { width: 8.4, height: 19, font: 14, baseline: 14 }
const MARGIN = 16

/** The sixteen colors, the terminal's own pair first. */
const theme = {
  text: "#d4d7dd",
  background: "#16191f",
  colors: [
    ...["#2b303b", "#e5646e", "#8fc573", "#e3bb6d", "#64a8ee", "#c67bdd", "#56b6c2", "#c8ccd4"],
    ...["#5c6370", "#f08790", "#a9d891", "#efd08f", "#8ac0f7", "#d79aea", "#7fcbd6", "#ffffff"],
  ],
}

/** `columns` is the width of the picture; the text must not be wider. Each character is taken to be one cell. */
export function ansiToSvg(text, columns) {
  const lines = text.replace(/\n$/, "").split("\n")
  const width = round(2 * MARGIN + columns * CELL.width)
  const height = 2 * MARGIN + lines.length * CELL.height
  let style = {}
  const body = lines.flatMap((line, row) => {
    const runs = styledRuns(line, style)
    style = runs.style
    return runs.list.flatMap((run) => drawn(run, row))
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    `  font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${CELL.font}">`,
    "<title>What nbdiff shows on a terminal</title>",
    `<rect width="100%" height="100%" rx="8" fill="${theme.background}"/>`,
    ...body,
    "</svg>",
    "",
  ].join("\n")
}

/** The runs of a line, each with its style and column, and the style that the line leaves after. */
function styledRuns(line, before) {
  const list = []
  let style = before
  let column = 0
  for (const part of line.split(/(\x1b\[[\d;]*[A-Za-z])/)) {
    const codes = /^\x1b\[([\d;]*)m$/.exec(part)
    if (codes !== null) style = withCodes(style, codes[1])
    else if (part !== "" && !part.startsWith("\x1b")) {
      list.push({ text: part, column, style })
      column += [...part].length
    }
  }
  return { list, style }
}

function withCodes(before, text) {
  const codes = text.split(";").map(Number)
  let style = before
  while (codes.length > 0) style = withCode(style, codes.shift(), codes)
  return style
}

const attributes = { 1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse", 9: "strike" }
const ends = { 22: ["bold", "dim"], 23: ["italic"], 24: ["underline"], 27: ["reverse"], 29: ["strike"] }

function withCode(style, code, rest) {
  if (code === 0) return {}
  if (code in attributes) return { ...style, [attributes[code]]: true }
  if (code in ends) return { ...style, ...Object.fromEntries(ends[code].map((name) => [name, false])) }
  if (code === 38) return { ...style, color: extendedColor(rest) }
  if (code === 48) return { ...style, fill: extendedColor(rest) }
  if (code === 39) return { ...style, color: undefined }
  if (code === 49) return { ...style, fill: undefined }
  if (code >= 30 && code <= 37) return { ...style, color: theme.colors[code - 30] }
  if (code >= 40 && code <= 47) return { ...style, fill: theme.colors[code - 40] }
  if (code >= 90 && code <= 97) return { ...style, color: theme.colors[code - 82] }
  if (code >= 100 && code <= 107) return { ...style, fill: theme.colors[code - 92] }
  throw new Error(`SGR ${code} is not known here`)
}

function extendedColor(rest) {
  const kind = rest.shift()
  if (kind === 2) return hex(rest.splice(0, 3))
  const number = rest.shift()
  if (number < 16) return theme.colors[number]
  if (number >= 232) return hex(Array(3).fill(8 + 10 * (number - 232)))
  const cube = [36, 6, 1].map((step) => Math.floor((number - 16) / step) % 6)
  return hex(cube.map((level) => (level === 0 ? 0 : 55 + 40 * level)))
}

function hex(levels) {
  return `#${levels.map((level) => level.toString(16).padStart(2, "0")).join("")}`
}

function drawn({ text, column, style }, row) {
  const front = style.color ?? theme.text
  const [color, fill] = style.reverse ? [style.fill ?? theme.background, front] : [front, style.fill]
  const length = round([...text].length * CELL.width)
  const x = round(MARGIN + column * CELL.width)
  const top = MARGIN + row * CELL.height
  const rect =
    fill === undefined
      ? []
      : [
          `<rect x="${x}" y="${top}" width="${length}" height="${CELL.height}" fill="${fill}" shape-rendering="crispEdges"/>`,
        ]
  if (text.trim() === "" && !style.underline) return rect
  const words = [
    `x="${x}" y="${top + CELL.baseline}" fill="${color}" textLength="${length}" xml:space="preserve"`,
    ...(style.bold ? ['font-weight="bold"'] : []),
    ...(style.dim ? ['opacity="0.6"'] : []),
    ...(style.italic ? ['font-style="italic"'] : []),
    ...(style.underline ? ['text-decoration="underline"'] : []),
    ...(style.strike ? ['text-decoration="line-through"'] : []),
  ]
  return [...rect, `<text ${words.join(" ")}>${escaped(text)}</text>`]
}

function round(number) {
  return Math.round(number * 10) / 10
}

function escaped(text) {
  return text.replace(/[&<>]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[character])
}
