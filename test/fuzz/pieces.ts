import type { Json } from "../support/json-spelling.js"
import type { Random } from "./random.js"

/** What a terminal obeys, what hides, what breaks a format, and what looks like ours. */
export const HOSTILE_PIECES: readonly string[] = [
  "\x1b[2J",
  "\x1b]8;;http://example.org\x07link\x1b]8;;\x07",
  "\x1b]52;c;AA==\x1b\\",
  "\x9b31m",
  "\x1bP1$r\x1b\\",
  "\r",
  "\r\n",
  "\n",
  "\n\n\n",
  "\t",
  "\b\b",
  "\x00",
  "\x7f",
  "\u202e",
  "\u2066",
  "\u200b",
  "\ufeff",
  "\u{e0041}",
  "\ud800",
  "\udc00",
  "\u2028",
  "\u0085",
  "```",
  "|",
  "日本",
  "👨‍👩‍👧‍👦",
  "a\u0301",
  "\n<<<<<<< ours\n",
  "\n=======\n",
  "\n>>>>>>> theirs\n",
  "\n||||||| base\n",
  "attachment:a.png",
  "attachment:../../x",
  "<table><tr><td>1</td></tr></table>",
  "<table><tr><td rowspan=9999999 colspan=9999999>1</td></tr></table>",
  "__proto__",
  "constructor",
  "$(id)",
  "--output=x",
  "%d%s",
  "\\",
  '"',
  " ",
  "x = 1",
]

export function hostileText(random: Random): string {
  return random.list(random.int(5), () => random.pick(HOSTILE_PIECES)).join("")
}

/** Values that no schema expects. */
const STRANGE_VALUES: readonly Json[] = [
  null,
  true,
  0,
  -1,
  "",
  [],
  { members: [] },
  { token: "1e400" },
  { token: "-0.0" },
  { token: "1E-9999999" },
  { token: "9".repeat(400) },
  { token: "NaN" },
  { token: "-Infinity" },
  { token: '"\\ud800"' },
  { token: '"\\u0000\\/"' },
  [[], [[]], null],
  ["a", 1, null, { members: [["a", "b"]] }],
  {
    members: [
      ["a", 1],
      ["a", 2],
      ["__proto__", { members: [["x", 1]] }],
      ["7", "integer-like"],
    ],
  },
]

export function strangeValue(random: Random): Json {
  if (random.chance(0.25)) return hostileText(random)
  if (random.chance(0.05)) return nested(random.pick([10, 200, 900, 1100]))
  return random.pick(STRANGE_VALUES)
}

/** Lists within lists; deeper than the parser takes, now and then. */
export function nested(levels: number): Json {
  return { token: "[".repeat(levels) + "]".repeat(levels) }
}
