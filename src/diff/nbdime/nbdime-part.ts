import { type Draft, type DraftMember, span } from "../../notebook/draft.js"
import {
  isListOfStrings,
  itemsOf,
  type JsonValue,
  kindOf,
  memberOf,
  membersOf,
  stringOf,
  textOf,
} from "../../notebook/json/json-value.js"

/** A value of a notebook, as Python's nbformat reads it in this place. */
export interface Part {
  readonly role: Role
  readonly value: JsonValue
}

/** `text`: its lines are joined. `base64`: joined, and never looked at by line. `any`: as it is. */
type Role =
  | "notebook"
  | "notebook metadata"
  | "cells"
  | "cell"
  | "cell metadata"
  | "attachments"
  | "outputs"
  | "output"
  | "bundle"
  | "text"
  | "base64"
  | "any"

/** The members of an object; of a duplicate key the last. */
export function partsOf({ role, value }: Part): ReadonlyMap<string, Part> {
  const members = membersOf(value).filter(({ key }) => !DROPPED[role]?.has(key))
  return new Map(
    members.map((member) => [
      member.key,
      { role: roleOf(role, value, member.key, member.value), value: member.value },
    ]),
  )
}

/** What nbformat does not keep: `strip_transient`. */
const DROPPED: { readonly [role in Role]?: ReadonlySet<string> } = {
  "notebook metadata": new Set(["orig_nbformat", "orig_nbformat_minor", "signature"]),
  "cell metadata": new Set(["trusted"]),
}

export function itemParts({ role, value }: Part): readonly Part[] {
  const itemRole = role === "cells" ? "cell" : role === "outputs" ? "output" : "any"
  return itemsOf(value).map((item) => ({ role: itemRole, value: item }))
}

/** The text, its lines joined; undefined for what is none. */
export function joinedText({ role, value }: Part): string | undefined {
  if (role !== "text" && role !== "base64") return undefined
  return kindOf(value) === "string" || isListOfStrings(value) ? textOf(value) : undefined
}

export function partDraft(part: Part): Draft {
  if (part.role === "any") return span(part.value)
  const text = joinedText(part)
  if (text !== undefined) return { kind: "string", text }
  switch (kindOf(part.value)) {
    case "object":
      return { kind: "object", members: [...partsOf(part)].map(([key, member]) => memberDraft(key, member)) }
    case "array":
      return { kind: "array", items: itemParts(part).map((item) => ({ value: partDraft(item) })) }
    case "string":
    case "number":
    case "boolean":
    case "null":
      return span(part.value)
  }
}

function memberDraft(key: string, part: Part): DraftMember {
  return { key, value: partDraft(part) }
}

function roleOf(role: Role, owner: JsonValue, key: string, value: JsonValue): Role {
  switch (role) {
    case "notebook":
      return key === "metadata" ? "notebook metadata" : key === "cells" ? "cells" : "any"
    case "cell":
      return cellRole(owner, key)
    case "attachments":
      return "bundle"
    case "output":
      return outputRole(owner, key)
    case "bundle":
      return bundleRole(key, value)
    case "notebook metadata":
    case "cells":
    case "cell metadata":
    case "outputs":
    case "text":
    case "base64":
    case "any":
      return "any"
  }
}

function cellRole(cell: JsonValue, key: string): Role {
  if (key === "source") return "text"
  if (key === "metadata") return "cell metadata"
  if (key === "attachments") return "attachments"
  return key === "outputs" && stated(cell, "cell_type") === "code" ? "outputs" : "any"
}

function outputRole(output: JsonValue, key: string): Role {
  const type = stated(output, "output_type")
  const isBundle = type === "execute_result" || type === "display_data"
  if (isBundle) return key === "data" ? "bundle" : "any"
  return key === "text" && type !== "" ? "text" : "any"
}

function stated(owner: JsonValue, key: string): string {
  return textOf(memberOf(owner, key))
}

/** nbformat joins the lines of every type but JSON's. */
function bundleRole(mime: string, value: JsonValue): Role {
  if (/^application\/(?:json$|.*\+json$)/.test(mime)) return "any"
  return TEXT_MIME.test(mime) || looksLikeLines(value) ? "text" : "base64"
}

const TEXT_MIME = /^text\/|\+xml$|javascript|latex/

/** Base64 has no blanks. */
function looksLikeLines(value: JsonValue): boolean {
  const first = kindOf(value) === "array" ? itemsOf(value)[0] : value
  return first !== undefined && kindOf(first) === "string" && stringOf(first).includes(" ")
}
