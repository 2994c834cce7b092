/** Returns the MIME type of the kinds of pictures that a page shows, by their first bytes; a file's name says
 *  nothing. Undefined for anything else. */
export function pictureType(bytes: Uint8Array): string | undefined {
  const known = SIGNATURES.find(({ parts }) =>
    parts.every(({ at, bytes: part }) => part.every((byte, i) => bytes[at + i] === byte)),
  )
  if (known !== undefined) return known.type
  return SVG_START.test(new TextDecoder().decode(bytes.subarray(0, 4096))) ? "image/svg+xml" : undefined
}

const ascii = (text: string): readonly number[] => [...text].map((character) => character.charCodeAt(0))

const SIGNATURES = [
  { type: "image/png", parts: [{ at: 0, bytes: [0x89, ...ascii("PNG\r\n\x1a\n")] }] },
  { type: "image/jpeg", parts: [{ at: 0, bytes: [0xff, 0xd8, 0xff] }] },
  { type: "image/gif", parts: [{ at: 0, bytes: ascii("GIF8") }] },
  {
    type: "image/webp",
    parts: [
      { at: 0, bytes: ascii("RIFF") },
      { at: 8, bytes: ascii("WEBP") },
    ],
  },
] as const

/** A declaration, comments and a document type may precede the element. */
const SVG_START =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<svg[\s>]/i
