import type { Random } from "./random.js"

/** The bytes with a few of them changed: flipped, cut out, doubled, moved, or replaced by what breaks a parser. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  let result = bytes
  const count = 1 + random.int(random.chance(0.2) ? 20 : 3)
  for (let i = 0; i < count; i++) result = mutateOnce(random, result)
  return result
}

function mutateOnce(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.int(bytes.length + 1)
  const length = random.int(random.chance(0.1) ? Math.max(1, bytes.length - at) : 8)
  switch (random.pick(["flip", "set", "cut", "double", "insert", "insert", "move", "truncate"] as const)) {
    case "flip":
      return bytes.map((byte, i) => (i === at ? byte ^ (1 << random.int(8)) : byte))
    case "set":
      return bytes.map((byte, i) => (i === at ? random.int(256) : byte))
    case "cut":
      return joined(bytes.subarray(0, at), bytes.subarray(at + length))
    case "double":
      return joined(bytes.subarray(0, at + length), bytes.subarray(at))
    case "insert":
      return joined(bytes.subarray(0, at), random.pick(TOKENS), bytes.subarray(at))
    case "move": {
      const to = random.int(bytes.length + 1)
      return joined(bytes.subarray(0, to), bytes.subarray(at, at + length), bytes.subarray(to))
    }
    case "truncate":
      return random.chance(0.3) ? bytes.subarray(0, at) : bytes
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

const TOKENS: readonly Uint8Array[] = [
  ...[
    ...[
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      '"',
      "\\",
      "\\u",
      "\\ud800",
      '\\"',
      "0",
      "00",
      "-",
      "1e999",
      "1.",
      ".5",
      "+1",
    ],
    ...[
      "NaN",
      "-Infinity",
      "Infinity",
      "nul",
      "null",
      "true",
      "'",
      "//",
      "/*",
      "#",
      "\u00a0",
      "\ufeff",
      "\x00",
    ],
    ...[
      "<<<<<<< HEAD\n",
      "=======\n",
      ">>>>>>> x\n",
      "[".repeat(1100),
      "[".repeat(100_000),
      '{"a":'.repeat(2000),
    ],
    ...[
      '"cells":[]',
      '"cells":{},',
      '"nbformat":3,',
      '"nbformat":1e308,',
      '"__proto__":{},',
      '"id":"a",',
      "9".repeat(5000),
    ],
  ].map((text) => new TextEncoder().encode(text)),
  // not UTF-8: a lone continuation, an overlong form, a surrogate, beyond Unicode, a lead at the end
  ...[
    [0x80],
    [0xc0, 0x80],
    [0xe0, 0x80, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xf0],
    [0xff],
    [0xe2, 0x82],
  ].map((list) => new Uint8Array(list)),
]
