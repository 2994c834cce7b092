import { readFileSync } from "node:fs"

/** One piece of hostile text. */
export interface Attack {
  readonly kind: "html" | "svg" | "markdown" | "latex"
  readonly name: string
  readonly text: string
}

const FILE = new URL("../fixtures/hostile-page/attacks.txt", import.meta.url)

/** The attacks of `fixtures/hostile-page/attacks.txt`, against the server at `port`. Whatever of them runs sets
 *  `pwned` in the topmost window. */
export function attacksOn(port: number): readonly Attack[] {
  const lines = readFileSync(FILE, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
  return lines.map((line, number) => {
    const [kind = "", name = "", template = ""] = line
      .split("\t", 2)
      .concat(line.split("\t").slice(2).join("\t"))
    return { kind: kind as Attack["kind"], name, text: filled(template, port, number) }
  })
}

/** Quotes of any kind would end an attribute, so that the script has none. */
function filled(template: string, port: number, number: number): string {
  const host = `127.0.0.1:${port}`
  const values: Readonly<Record<string, string>> = {
    url: `http://${host}/attack/${number}`,
    bare: `//${host}/attack/${number}`,
    host,
    js: `top.pwned=/${number}/,fetch(/\\/\\/${host}/.source)`,
    nul: "\0",
    ls: "\u2028",
    ps: "\u2029",
    ff: "\f",
    vt: "\v",
    cr: "\r",
  }
  return template.replace(/\{([a-z]+)\}/g, (written, name) => values[name] ?? written).replaceAll("↵", "\n")
}
