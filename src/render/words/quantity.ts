/** `1 line`, `12 lines`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}

/** Bytes as people say them, in decimal units: `12.3 kB`. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return counted(bytes, "byte")
  let value = bytes / 1000
  let unit = 0
  // What would be rounded up to 1000 is said in the next unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`
}

const UNITS = ["kB", "MB", "GB"]
