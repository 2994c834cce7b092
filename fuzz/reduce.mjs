// Makes a failing case smaller while it still fails: first values of its JSON go, then ranges of its bytes.

/** Milliseconds that a case is worth. */
const PATIENCE = 20_000

export async function reduceCase(fuzz, stillFails) {
  const ends = Date.now() + PATIENCE
  let current = fuzz
  for (let before; before !== current && Date.now() < ends; ) {
    before = current
    for (const name of Object.keys(current)) {
      for (const smaller of [smallerJson, smallerBytes]) {
        current = await reducePart(current, name, smaller, stillFails, ends)
      }
    }
  }
  return current
}

/** Takes the first smaller part that still fails, and goes on from there, at the same place. */
async function reducePart(fuzz, name, smaller, stillFails, ends) {
  let current = fuzz
  let skip = 0
  for (let tried = 0; Date.now() < ends; ) {
    const candidates = smaller(current[name])
    let candidate
    for (let i = 0; i <= skip; i++) candidate = candidates.next().value
    if (candidate === undefined) return current
    const next = { ...current, [name]: candidate }
    if (candidate.length < current[name].length && (await stillFails(next))) current = next
    else skip++
    if (++tried > 4000) return current
  }
  return current
}

/** The file without one of its values, larger ones first; nothing where JavaScript cannot read it. */
function* smallerJson(bytes) {
  let value
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    return
  }
  yield encoded(value)
  for (const path of pathsOf(value)) yield encoded(without(value, path))
}

function pathsOf(value) {
  const paths = []
  let level = [[value, []]]
  while (level.length > 0) {
    const next = []
    for (const [node, path] of level) {
      if (typeof node === "string" && node.length > 1) paths.push([...path, "half"], [...path, "other-half"])
      if (typeof node !== "object" || node === null) continue
      for (const key of Object.keys(node)) {
        paths.push([...path, key])
        next.push([node[key], [...path, key]])
      }
    }
    level = next
  }
  return paths
}

function without(value, [key, ...rest]) {
  if (typeof value === "string") {
    const middle = value.length >> 1
    return key === "half" ? value.slice(0, middle) : value.slice(middle)
  }
  if (rest.length > 0) {
    const inner = without(value[key], rest)
    return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner }
  }
  if (Array.isArray(value)) return value.toSpliced(Number(key), 1)
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

function encoded(value) {
  return new TextEncoder().encode(JSON.stringify(value))
}

/** The bytes without a range: halves, quarters, … single bytes of what is short. */
function* smallerBytes(bytes) {
  const least = bytes.length > 2000 ? bytes.length >> 7 : 1
  for (let size = bytes.length >> 1; size >= Math.max(1, least); size >>= 1) {
    for (let at = 0; at < bytes.length; at += size) {
      yield new Uint8Array(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)]))
    }
  }
}
