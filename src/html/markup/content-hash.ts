/** 64 bits of a text as 16 hexadecimal digits, by which equal content is recognized. Not for secrets: two runs of
 *  FNV-1a over UTF-16 units, with its 32-bit prime and two bases, as in `cell-id`. */
export function contentHash(text: string): string {
  let a = 0x811c9dc5
  let b = 0x9e3779b9
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ (unit + i), 0x01000193)
  }
  return hex(a) + hex(b)
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0")
}
