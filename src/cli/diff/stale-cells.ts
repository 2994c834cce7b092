import { join, relative } from "node:path"
import { isStale } from "../../diff/stale.js"
import { changedNotebooks, type RangeQuery } from "../../git/notebooks/revisions.js"
import { readConfig } from "../../git/repository/config.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import { DEFAULT_RULES } from "../../normalize/rules/rule-set.js"
import type { Cell } from "../../notebook/model.js"
import { comparePair } from "./notebook-pair.js"
import { readRange } from "./range-pairs.js"

/** Describes a cell whose code was edited since a revision and not re-run. */
export interface StaleCell {
  readonly kind: "stale"
  /** The notebook, relative to the current directory. */
  readonly path: string
  /** From 0. */
  readonly place: number
  readonly cell: Cell
}

interface UnreadNotebook {
  readonly kind: "unread"
  readonly message: string
}

export type StaleCells =
  | { readonly kind: "cells"; readonly cells: AsyncIterable<StaleCell | UnreadNotebook> }
  /** git's own message. */
  | { readonly kind: "trouble"; readonly message: string }

/** Finds the stale cells of the notebooks at the paths, in the worktree or as they are staged. */
export async function staleCells(
  since: string,
  cached: boolean,
  paths: readonly string[],
  place: GitPlace,
): Promise<StaleCells> {
  const query = { options: cached ? ["--cached"] : [], operands: [since], paths }
  const range = await changedNotebooks(query, place)
  return range.kind === "trouble" ? range : { kind: "cells", cells: cellsOf(range, query, place) }
}

async function* cellsOf(
  range: Parameters<typeof readRange>[0],
  query: RangeQuery,
  place: GitPlace,
): AsyncGenerator<StaleCell | UnreadNotebook> {
  const config = await readConfig(CONVERSION_KEYS, place)
  for await (const entry of readRange(range, query, config, place)) {
    if (entry.kind !== "pair") continue
    const compared = comparePair(entry.pair, DEFAULT_RULES)
    if (compared.kind === "unread") yield compared
    if (compared.kind !== "notebooks") continue
    const { diff } = compared
    const path = relative(place.cwd, join(range.top ?? "", entry.pair.names.path))
    for (const cell of diff.cells.filter((each) => isStale(diff, each))) {
      const at = cell.after[0] as number
      yield { kind: "stale", path, place: at, cell: diff.b.cells[at] as Cell }
    }
  }
}

/** Matches the config keys that say how git stores a worktree's file. */
const CONVERSION_KEYS = "^(core\\.(autocrlf|eol)|nbdiff\\..*)$"
