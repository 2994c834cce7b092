import { parse } from "smol-toml"

/** A TOML document as values, or what is wrong with it in one line: "line 3, column 5: …". A file of its own: it
 *  is loaded only where there is a settings file, and so it hands out no error's class. */
export type TomlDocument =
  | { readonly kind: "document"; readonly table: TomlTable }
  | { readonly kind: "trouble"; readonly message: string }

export interface TomlTable {
  readonly [key: string]: unknown
}

export function parseToml(text: string): TomlDocument {
  try {
    return { kind: "document", table: parse(text) }
  } catch (error) {
    return { kind: "trouble", message: reasonOf(error) }
  }
}

/** The parser's message goes on with a picture of the place. */
function reasonOf(error: unknown): string {
  const { message, line, column } = error as { message: string; line?: number; column?: number }
  const reason = message.split("\n", 1)[0]?.replace(/^Invalid TOML document: /, "") ?? ""
  return line === undefined ? reason : `line ${line}, column ${column}: ${reason}`
}
