import type { Json, Members } from "../support/json-spelling.js"
import { hostileText, nested, strangeValue } from "./pieces.js"
import type { Random } from "./random.js"

/** What JSON.parse made, as the speller's values. */
export function jsonOf(value: unknown): Json {
  if (Array.isArray(value)) return value.map(jsonOf)
  if (typeof value === "object" && value !== null) {
    return { members: Object.entries(value).map(([key, item]) => [key, jsonOf(item)] as const) }
  }
  return value as null | boolean | number | string
}

/** The value with one thing in it changed, somewhere: a value replaced, a member lost, doubled or renamed, items
 *  in another order, a text with something hostile in it. */
export function mutateTree(random: Random, value: Json): Json {
  if (isMembers(value) && value.members.length > 0 && random.chance(0.85)) return inMember(random, value)
  if (isList(value) && value.length > 0 && random.chance(0.85)) return inItem(random, value)
  return replaced(random, value)
}

function inMember(random: Random, { members }: Members): Json {
  const at = random.int(members.length)
  const [key, value] = members[at] as Members["members"][number]
  const others = members.filter((_, i) => i !== at)
  // mostly deeper: a notebook's own keys are few
  if (random.chance(0.75)) return { members: members.with(at, [key, mutateTree(random, value)]) }
  switch (random.pick(["lose", "double", "rename", "replace", "add", "last"] as const)) {
    case "lose":
      return { members: others }
    case "double":
      return { members: [...members, [key, random.chance(0.5) ? value : mutateTree(random, value)]] }
    case "rename":
      return { members: members.with(at, [random.pick(KEYS), value]) }
    case "replace":
      return { members: members.with(at, [key, strangeValue(random)]) }
    case "add":
      return { members: [...members, [random.pick(KEYS), strangeValue(random)]] }
    case "last":
      return { members: [...others, [key, value]] }
  }
}

function inItem(random: Random, items: readonly Json[]): Json {
  const at = random.int(items.length)
  const item = items[at] as Json
  if (random.chance(0.7)) return items.with(at, mutateTree(random, item))
  const others = items.toSpliced(at, 1)
  switch (random.pick(["lose", "double", "move", "replace", "add", "reverse"] as const)) {
    case "lose":
      return others
    case "double":
      return items.toSpliced(at, 0, item)
    case "move":
      return others.toSpliced(random.int(items.length), 0, item)
    case "replace":
      return items.with(at, strangeValue(random))
    case "add":
      return items.toSpliced(at, 0, strangeValue(random))
    case "reverse":
      return items.toReversed()
  }
}

function replaced(random: Random, value: Json): Json {
  if (typeof value === "string" && random.chance(0.7)) {
    const at = random.int(value.length + 1)
    return (
      value.slice(0, at) + hostileText(random) + value.slice(random.chance(0.5) ? at : at + random.int(9))
    )
  }
  if (typeof value === "number" && random.chance(0.5)) return random.pick([value + 1, -value, 0.5, 4, 5, 3])
  return random.chance(0.02) ? nested(1001) : strangeValue(random)
}

const KEYS: readonly string[] = [
  "id",
  "cells",
  "cell_type",
  "source",
  "metadata",
  "outputs",
  "execution_count",
  "attachments",
  "nbformat",
  "nbformat_minor",
  "worksheets",
  "tags",
  "data",
  "text",
  "text/html",
  "image/png",
  "application/json",
  "output_type",
  "kernelspec",
  "language_info",
  "nbdiff-conflict",
  "__proto__",
  "constructor",
  "7",
  "",
  "a\x1b[2Jb\u202e",
]

export function isMembers(value: Json | undefined): value is Members {
  return typeof value === "object" && value !== null && "members" in value
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
