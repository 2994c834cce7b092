/** A path as one word for a POSIX shell, that names this path alone to git and steers no terminal. */
export function shellWord(path: string): string {
  const literal = /[*?[\\]|^:/.test(path) ? `:(literal)${path}` : path
  if (/^[\w./@%+=,-]+$/.test(literal)) return literal
  if (!/\p{Cc}/u.test(literal)) return quoted(literal)
  const escaped = Array.from(
    new TextEncoder().encode(literal),
    (byte) => `\\${byte.toString(8).padStart(3, "0")}`,
  )
  return `"$(printf '${escaped.join("")}')"`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
