import { safeText } from "./safe-text.js"
import { type Run, run, type StyledLine } from "./styled-line.js"

/** Lines of an output with its own colors, which go on from line to line as they do on a terminal. They are
 *  shown by the terminal's six hues: black, white, grays and backgrounds, in which text could hide, are not. */
export function ansiLines(lines: readonly string[], base: string): readonly StyledLine[] {
  let look = PLAIN
  return lines.map((line) => {
    const runs: Run[] = []
    for (const [i, part] of line.split(COLOR_CODES).entries()) {
      if (i % 2 === 1) look = lookAfter(look, part)
      else if (part !== "")
        runs.push(run(safeText(part, "\t").replaceAll("\t", "    "), base + sequenceOf(look)))
    }
    return runs
  })
}

/** The codes of a sequence that colors what follows. */
const COLOR_CODES = /\x1b\[([0-9;:]*)m/

interface Look {
  /** Attributes that are on, by their codes. */
  readonly attributes: readonly number[]
  /** 31 to 36, or 0 for the terminal's own. */
  readonly hue: number
}

const PLAIN: Look = { attributes: [], hue: 0 }

function sequenceOf({ attributes, hue }: Look): string {
  const codes = hue === 0 ? attributes : [...attributes, hue]
  return codes.length === 0 ? "" : `\x1b[${codes.join(";")}m`
}

/** Bold, faint, italic, underlined, reversed and struck out; neither blinking nor concealed. */
const ATTRIBUTES: ReadonlySet<number> = new Set([1, 2, 3, 4, 7, 9])

/** What an attribute's end ends: 22 is that of bold and of faint. */
const ENDED: { readonly [code: number]: readonly number[] } = {
  22: [1, 2],
  23: [3],
  24: [4],
  27: [7],
  29: [9],
}

function lookAfter(before: Look, text: string): Look {
  const codes = text.split(/[;:]/).map(Number)
  let look = before
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0
    if (code === 0) look = PLAIN
    else if (ATTRIBUTES.has(code)) look = { ...look, attributes: [...new Set([...look.attributes, code])] }
    else if (ENDED[code] !== undefined) {
      const ended = ENDED[code]
      look = { ...look, attributes: look.attributes.filter((attribute) => !ended.includes(attribute)) }
    } else if (code === 38 || code === 48) {
      const [hue, used] = extendedHue(codes.slice(i + 1))
      if (code === 38) look = { ...look, hue }
      i += used
    } else if (code === 39) look = { ...look, hue: 0 }
    else if (isBetween(code, 30, 37) || isBetween(code, 90, 97)) look = { ...look, hue: basicHue(code % 10) }
  }
  return look
}

function isBetween(code: number, from: number, to: number): boolean {
  return code >= from && code <= to
}

/** The hue of one of the eight colors; black and white have none. */
function basicHue(color: number): number {
  return color === 0 || color === 7 ? 0 : 30 + color
}

/** The hue of `5;n` or `2;r;g;b`, and how many codes that took. */
function extendedHue([kind, ...values]: readonly number[]): readonly [hue: number, used: number] {
  if (kind === 2) return [hueOf(values[0] ?? 0, values[1] ?? 0, values[2] ?? 0), 4]
  return kind === 5 ? [paletteHue(values[0] ?? 0), 2] : [0, 0]
}

/** Of 256 colors: sixteen that every terminal has, a cube of 6 × 6 × 6, and grays. */
function paletteHue(color: number): number {
  if (color < 16) return basicHue(color % 8)
  if (color >= 232) return 0
  const at = color - 16
  const level = (step: number): number => Math.floor(at / step) % 6
  return hueOf(level(36) * 51, level(6) * 51, level(1) * 51)
}

/** Below this distance between the strongest and the weakest part a color is a gray. */
const LEAST_CHROMA = 48

/** Codes of red, yellow, green, cyan, blue and magenta, 60° apart. */
const WHEEL = [31, 33, 32, 36, 34, 35]

function hueOf(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue)
  const chroma = most - Math.min(red, green, blue)
  if (chroma < LEAST_CHROMA) return 0
  const sextant =
    most === red
      ? (green - blue) / chroma + 6
      : most === green
        ? (blue - red) / chroma + 2
        : (red - green) / chroma + 4
  return WHEEL[Math.round(sextant) % 6] ?? 0
}
