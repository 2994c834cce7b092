import { stringOf } from "../../notebook/json/json-value.js"
import type { JsonText } from "../../notebook/json/tape.js"
import { type KeyPattern, matchesParts, parseRulePath } from "./rule-path.js"
import { type Action, RULE_TABLE, type Rule, type Scope } from "./rules.js"

/** Rules ready to be asked. The last rule that matches a path, or that covers it from above, decides. */
export interface RuleSet {
  readonly rules: readonly Rule[]
  readonly scopes: Readonly<Record<Scope, RulePlace>>
}

/** A place in the tree of rules: what is said here, and what is said below. */
interface RuleNode {
  /** Rules that end here, the later ones last; `order` is the place in the list. */
  readonly ends: { readonly rule: Rule; readonly order: number }[]
  readonly keys: Map<string, RuleNode>
  readonly globs: { readonly parts: readonly string[]; readonly node: RuleNode }[]
  /** The place of the last rule that ends below, and of the last one there that drops. */
  lastBelow: number
  lastDropBelow: number
}

/** A place in a file, as the rules see it. */
export interface RulePlace {
  readonly nodes: readonly RuleNode[]
  /** Keys from the scope's object down to here. */
  readonly depth: number
  /** What holds here whatever the value is; undefined where no rule says anything. */
  readonly rule: Rule | undefined
  /** What holds here if the value is empty. */
  readonly ruleIfEmpty: Rule | undefined
  readonly order: number
  /** Whether a rule may say something else about a part of the value than about the whole. */
  readonly hasRulesBelow: boolean
  /** Whether an object here is dropped when nothing is left in it: rules take parts out of it. The scope's own
   *  `metadata` always stays. */
  readonly isDroppedWhenEmpty: boolean
  /** Places further down that were asked for before: a file asks for the same ones cell by cell. */
  readonly known: Map<string, RulePlace>
  /** The first of them again, by their keys' bytes. */
  readonly spelt: SpeltKey[]
}

/** A key, as a file spells it, and the place that it leads to. */
export interface SpeltKey {
  readonly key: string
  readonly place: RulePlace
  /** With its quotes. */
  readonly bytes: Uint8Array
}

/** @throws Error for a rule whose path cannot be read.
 *  @internal */
export function ruleSet(rules: readonly Rule[]): RuleSet {
  const nodes = { notebook: newNode(), cell: newNode(), output: newNode() }
  for (const [order, rule] of rules.entries()) {
    const paths = parseRulePath(rule.path)
    if (paths === undefined) throw new Error(`not a path of a rule: ${rule.path}`)
    for (const { scope, keys } of paths) addRule(nodes[scope], keys, rule, order)
  }
  const scopes = { notebook: top(nodes.notebook), cell: top(nodes.cell), output: top(nodes.output) }
  return { rules, scopes }
}

function top(node: RuleNode): RulePlace {
  return newPlace({ nodes: [node], depth: 0, rule: undefined, ruleIfEmpty: undefined, order: -1 })
}

type PlaceRules = Pick<RulePlace, "nodes" | "depth" | "rule" | "ruleIfEmpty" | "order">

/** Every place is made here, key by key, so that V8 sees one shape: of many, they were a twelfth of normalizing. */
function newPlace({ nodes, depth, rule, ruleIfEmpty, order }: PlaceRules): RulePlace {
  return {
    nodes,
    depth,
    rule,
    ruleIfEmpty,
    order,
    hasRulesBelow: nodes.some(({ lastBelow }) => lastBelow > order),
    isDroppedWhenEmpty: depth > 1 && nodes.some(({ lastDropBelow }) => lastDropBelow > order),
    known: new Map(),
    spelt: [],
  }
}

function newNode(): RuleNode {
  return { ends: [], keys: new Map(), globs: [], lastBelow: -1, lastDropBelow: -1 }
}

function addRule(scope: RuleNode, keys: readonly KeyPattern[], rule: Rule, order: number): void {
  let node = scope
  for (const key of keys) {
    node.lastBelow = order
    if (rule.action === "drop") node.lastDropBelow = order
    node = childNode(node, key)
  }
  node.ends.push({ rule, order })
}

function childNode(node: RuleNode, pattern: KeyPattern): RuleNode {
  if (pattern.kind === "glob") {
    const child = newNode()
    node.globs.push({ parts: pattern.parts, node: child })
    return child
  }
  const child = node.keys.get(pattern.key) ?? newNode()
  node.keys.set(pattern.key, child)
  return child
}

/** Read when first asked: most diffs have no metadata to ask about. */
export const DEFAULT_RULES: RuleSet = {
  rules: RULE_TABLE,
  get scopes() {
    defaultScopes ??= ruleSet(RULE_TABLE).scopes
    return defaultScopes
  },
}
let defaultScopes: RuleSet["scopes"] | undefined

/** The set with more rules after its own, which therefore decide. */
export function withRules(set: RuleSet, rules: readonly Rule[]): RuleSet {
  return rules.length === 0 ? set : ruleSet([...set.rules, ...rules])
}

/** The object of a scope: where every path starts. */
export function placeOf(set: RuleSet, scope: Scope): RulePlace {
  return set.scopes[scope]
}

/** The place one key further down. */
export function placeAt(place: RulePlace, key: string): RulePlace {
  if (place.nodes.length === 0) return place
  const known = place.known.get(key)
  if (known !== undefined) return known
  const found = findPlace(place, key)
  if (place.known.size < MOST_KNOWN) place.known.set(key, found)
  return found
}

/** The key of a member of the object at this place, and where it leads. Each key is decoded once for a process, not
 *  once for a cell. */
export function keyAt(place: RulePlace, text: JsonText, node: number): SpeltKey {
  const start = text.tape[node] as number
  const size = (text.tape[node + 1] as number) - start
  for (const spelt of place.spelt) {
    if (spelt.bytes.length === size && isKeyAt(spelt.bytes, text.bytes, start)) return spelt
  }
  const key = stringOf({ text, node })
  const bytes = Uint8Array.from(text.bytes.subarray(start, start + size))
  const spelt = { key, place: placeAt(place, key), bytes }
  if (place.spelt.length < MOST_SPELT && size <= LONGEST_SPELT) place.spelt.push(spelt)
  return spelt
}

/** More than a cell has. They are gone through one by one. */
const MOST_SPELT = 16
/** Longer than the keys that programs write. */
const LONGEST_SPELT = 64

function isKeyAt(key: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = 1; i < key.length; i++) if (key[i] !== bytes[start + i]) return false
  return true
}

/** More keys than any program writes: whoever makes them up takes no memory. */
const MOST_KNOWN = 200

function findPlace(place: RulePlace, key: string): RulePlace {
  const nodes = childrenOf(place.nodes, key)
  const depth = place.depth + 1
  let { rule, order } = place
  let ruleIfEmpty: Rule | undefined
  for (const end of endsOf(nodes)) {
    if (end.order < order) continue
    ruleIfEmpty = end.rule
    if (end.rule.when === "empty") continue
    rule = end.rule
    order = end.order
  }
  return newPlace({ nodes, depth, rule, ruleIfEmpty: ruleIfEmpty ?? rule, order })
}

/** Whether any rule has a say about the value here, or about a part of it. */
export function hasRules({ nodes, rule }: RulePlace): boolean {
  return nodes.length > 0 || rule !== undefined
}

function childrenOf(nodes: readonly RuleNode[], key: string): readonly RuleNode[] {
  const children: RuleNode[] = []
  for (const { keys, globs } of nodes) {
    const child = keys.get(key)
    if (child !== undefined) children.push(child)
    for (const { parts, node } of globs) if (matchesParts(parts, key)) children.push(node)
  }
  return children
}

/** The rules that end at the nodes, the last of the list last. */
function endsOf(nodes: readonly RuleNode[]): RuleNode["ends"] {
  if (nodes.length === 1) return (nodes[0] as RuleNode).ends
  return nodes.flatMap((node) => node.ends).sort((a, b) => a.order - b.order)
}

/** What the rules say about the value at a path, whatever it is. The path goes from the scope's own object:
 *  `("notebook", ["metadata", "widgets"])`, `("cell", ["metadata", "ExecuteTime", "end_time"])`,
 *  `("output", ["execution_count"])`. Where no rule says anything the answer is `keep`. */
export function actionAt(scope: Scope, path: readonly string[], rules: RuleSet = DEFAULT_RULES): Action {
  return path.reduce(placeAt, placeOf(rules, scope)).rule?.action ?? "keep"
}

/** Whether a change of the value at a path is nobody's doing: quiet in a diff, never a conflict in a merge.
 *  A change of a whole object that holds volatile fields *and* others is not: ask `isEquivalent` (equivalence.ts). */
export function isVolatile(scope: Scope, path: readonly string[], rules: RuleSet = DEFAULT_RULES): boolean {
  return actionAt(scope, path, rules) !== "keep"
}
