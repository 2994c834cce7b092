// Numbers that look random and are the same in every run: mulberry32.

export function chanceOf(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (limit) => Math.floor((next() / 2 ** 32) * limit)
  return { next, below, pick: (items) => items[below(items.length)] }
}

/** As many bytes that no compression shortens, as base64. */
export function base64Of(seed, bytes) {
  const { next } = chanceOf(seed)
  const words = new Uint32Array(Math.ceil(bytes / 4))
  for (let i = 0; i < words.length; i++) words[i] = next()
  return Buffer.from(words.buffer, 0, bytes).toString("base64")
}

export function shuffled(seed, items) {
  const { below } = chanceOf(seed)
  const result = [...items]
  for (let i = result.length - 1; i > 0; i--) {
    const j = below(i + 1)
    ;[result[i], result[j]] = [result[j], result[i]]
  }
  return result
}
