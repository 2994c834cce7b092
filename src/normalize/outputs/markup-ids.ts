import { MASK } from "./text-masks.js"

/** What a made-up id becomes: the `count`-th of its output, counted from 0. */
export type IdName = (id: string, count: number, digits: IdDigits) => string

/** What the made-up part of an id consists of, after a letter for some. */
type IdDigits = "hexadecimal" | "decimal"

/** The texts of one output (HTML, SVG, JavaScript) with the ids that a library made up for this run named by
 *  the order of their first use, wherever they are. An id counts as made up when it is declared as one and
 *  looks it: a name that an author chose is left alone, and so is a UUID in the middle of a text. */
export function renumberIds(texts: readonly string[], nameOf: IdName): readonly string[] {
  const families = ID_FAMILIES.filter(({ cue }) => texts.some((text) => text.includes(cue)))
  if (families.length === 0) return texts
  const generated = new RegExp(families.map(({ id }) => `(${id})`).join("|"), "g")
  const declared = declaredIds(texts, families, generated)
  if (declared.size === 0) return texts
  const names = new Map<string, string>()
  const rename = (id: string, ...groups: readonly unknown[]): string => {
    if (!declared.has(id)) return id
    const family = families[groups.findIndex((group) => group !== undefined)]
    const name = names.get(id) ?? nameOf(id, names.size, family?.digits ?? "hexadecimal")
    names.set(id, name)
    return name
  }
  return texts.map((text) => text.replace(generated, rename))
}

/** Names for comparing: a mask and the count. */
export const maskedIdName: IdName = (_id, count) => `${MASK}${count}`

/** Names for a file: of the shape that the id has, made from a scope and the count, so that the same place gets
 *  the same name in every run and no other place gets it. */
export function stableIdName(scope: string): IdName {
  return (id, count, digits) => {
    const seed = `${scope}\n${count}`
    const prefix = /^[pmh](?=[0-9a-f]{4,10}$)/.exec(id)?.[0] ?? ""
    const places = id.slice(prefix.length)
    if (digits === "decimal") return prefix + stableNumber(seed, Math.max(places.length, 6))
    let at = 0
    const hex = stableHex(seed, places.length)
    return prefix + places.replace(/[0-9A-Za-z]/g, () => hex[at++] ?? "0")
  }
}

/** Hexadecimal digits with a letter and a number among them: neither a word nor a date, so that the name counts as
 *  made up again. */
function stableHex(seed: string, length: number): string {
  let digits = "e0"
  for (let block = 0; digits.length < length; block++)
    digits += hash(`${block}\n${seed}`).toString(16).padStart(8, "0")
  return digits.slice(0, length)
}

function stableNumber(seed: string, length: number): string {
  let digits = "1"
  for (let block = 0; digits.length < length; block++)
    digits += (hash(`${block}\n${seed}`) % 1e6).toString().padStart(6, "0")
  return digits.slice(0, length)
}

/** 32 bits of FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}

/** The made-up parts of the ids that the texts declare. */
function declaredIds(
  texts: readonly string[],
  families: readonly IdFamily[],
  generated: RegExp,
): ReadonlySet<string> {
  const declared = new Set<string>()
  for (const declaration of new Set(families.map((family) => family.declaration))) {
    for (const text of texts) {
      for (const [, id] of text.matchAll(declaration)) {
        for (const [part] of `"${id}"`.matchAll(generated)) declared.add(part)
      }
    }
  }
  return declared
}

interface IdFamily {
  readonly writer: string
  /** A text without this holds none of them. */
  readonly cue: string
  /** Where an id is declared; the first group holds it. */
  readonly declaration: RegExp
  /** The part of an id that every run makes up again. */
  readonly id: string
  readonly digits?: IdDigits
}

const ATTRIBUTE = /\bid\s{0,3}=\s{0,3}(?:\\?["']|&quot;)([^"'\\<>&\s]{1,200})/g
const JSON_MEMBER = /\\?"(?:id|docid)\\?"\s{0,3}:\s{0,3}\\?"([^"\\]{1,64})/g

const NOT_IN_WORD = "(?<![0-9A-Za-z])"
const END_OF_WORD = "(?![0-9A-Za-z])"
const NOT_IN_HEX = "(?<![0-9a-fA-F])"
const END_OF_HEX = "(?![0-9a-fA-F])"
/** A date and a word are not a random number. */
const BOTH_SORTS_OF_HEX = "(?=[-0-9]{0,63}[a-f])(?=[-a-f]{0,63}[0-9])"

/** In the order in which they are tried at a place of the text. */
const ID_FAMILIES: readonly IdFamily[] = [
  {
    writer: "plotly, bokeh, Colab, scikit-learn, Databricks: a UUID or the start of one",
    cue: "id",
    declaration: ATTRIBUTE,
    id: `${NOT_IN_HEX}${BOTH_SORTS_OF_HEX}[0-9a-f]{8}(?:-[0-9a-f]{4}){1,3}(?:-[0-9a-f]{12})?${END_OF_HEX}`,
  },
  {
    writer: "pandas Styler before 1.3",
    cue: "T_",
    declaration: ATTRIBUTE,
    id: `(?<=${NOT_IN_WORD}T_)[0-9a-f]{8}(?:_[0-9a-f]{4}){3}_[0-9a-f]{12}${END_OF_HEX}`,
  },
  {
    writer: "pandas Styler",
    cue: "T_",
    declaration: ATTRIBUTE,
    id: `(?<=${NOT_IN_WORD}T_)[0-9a-f]{5}${END_OF_HEX}`,
  },
  {
    writer: "matplotlib's SVG: clip paths, markers, hatches",
    cue: "<svg",
    declaration: ATTRIBUTE,
    id: `${NOT_IN_WORD}[pmh][0-9a-f]{10}${END_OF_WORD}`,
  },
  {
    writer: "altair, folium, htmlwidgets, matplotlib: a hash or a random number",
    cue: "id",
    declaration: ATTRIBUTE,
    id: `${NOT_IN_HEX}${BOTH_SORTS_OF_HEX}[0-9a-f]{10,64}${END_OF_HEX}`,
  },
  {
    writer: "scikit-learn: a count of the session",
    cue: "sk-",
    declaration: ATTRIBUTE,
    id: `(?<=${NOT_IN_WORD}sk-(?:container|estimator)-id-)[0-9]{1,9}`,
    digits: "decimal",
  },
  {
    writer: ".NET Interactive: a clock",
    cue: "table_",
    declaration: ATTRIBUTE,
    id: `(?<=${NOT_IN_WORD}table_)[0-9]{17,19}${END_OF_WORD}`,
    digits: "decimal",
  },
  {
    writer: "Lets-Plot",
    cue: "lets-plot",
    declaration: ATTRIBUTE,
    id: `(?<=["'])[0-9A-Za-z]{6}(?=["'])`,
  },
  {
    writer: "bokeh: a count of the session",
    cue: "okeh",
    declaration: ATTRIBUTE,
    id: `(?<=["'])p?[0-9]{4,9}(?=\\\\?["'])`,
    digits: "decimal",
  },
  {
    writer: "bokeh: the same in its documents",
    cue: "okeh",
    declaration: JSON_MEMBER,
    id: `(?<=["'])p?[0-9]{4,9}(?=\\\\?["'])`,
    digits: "decimal",
  },
]
