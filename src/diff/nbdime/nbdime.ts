import { type Dialect, NBFORMAT_DIALECT } from "../../notebook/dialect.js"
import { writeValue } from "../../notebook/draft.js"
import { kindOf, memberOf } from "../../notebook/json/json-value.js"
import { type Cell, type Notebook, type Output, parseNotebook } from "../../notebook/model.js"
import { upgradeNotebook } from "../../notebook/upgrade.js"
import type { NotebookDiff } from "../model/notebook-diff.js"
import type { OutputDiff } from "../model/output-diff.js"
import { type ItemPairs, type KnownPairs, opList, partOps } from "./nbdime-ops.js"

/** The diff in nbdime's format, as one line of JSON: a list of operations that makes, of the notebook a as
 *  Python's nbformat reads it, the notebook b. nbformat joins the lines of a text, upgrades what is older than
 *  version 4, and drops what says whether a notebook was trusted. A cell that moved or changed its type is
 *  removed and added.
 *
 *  Values are spelt as in their file, so that a program that knows more numbers than JavaScript does (Python:
 *  `1.0`, `NaN`, long integers) reads what is there.
 *  @see https://nbdime.readthedocs.io/en/latest/diffing.html */
export function formatNbdime(diff: NotebookDiff): string {
  const { a, b } = versionsOf(diff)
  const ops = partOps(
    { role: "notebook", value: a.root },
    { role: "notebook", value: b.root },
    knownPairs(a, b, diff),
  )
  // A raw line break in JSON is white space
  return DECODER.decode(writeValue(opList(ops), ONE_LINE)).replace(/[\r\n]+/g, "")
}

const ONE_LINE: Dialect = {
  ...NBFORMAT_DIALECT,
  layout: { indent: null, newline: "\n", comma: ", ", colon: ": " },
}

const DECODER = new TextDecoder()

/** For a notebook that came or went (see `diffVersions`), nbdime's other version is one without cells. */
function versionsOf(diff: NotebookDiff): { readonly a: Notebook; readonly b: Notebook } {
  const more = diff.a.root === diff.b.root ? diff.b.cells.length - diff.a.cells.length : 0
  return {
    a: more > 0 ? noNotebook() : upgradeNotebook(diff.a),
    b: more < 0 ? noNotebook() : upgradeNotebook(diff.b),
  }
}

function noNotebook(): Notebook {
  const text = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
  return parseNotebook(new TextEncoder().encode(text))
}

/** The pairs of cells, and those of the outputs in each. An upgrade leaves cells and outputs in their places. */
function knownPairs(a: Notebook, b: Notebook, diff: NotebookDiff): KnownPairs {
  const known = new Map<number, ItemPairs>()
  const cells: [number, number][] = []
  let last = -1
  for (const { before, after, moved, changes } of diff.cells) {
    const [i = -1, j = -1] = [before[0], after[0]]
    const [cellA, cellB] = [a.cells[i], b.cells[j]]
    if (cellA === undefined || cellB === undefined || moved || i <= last || cellA.type !== cellB.type)
      continue
    cells.push([i, j])
    last = i
    const outputs = memberOf(cellA.value, "outputs")
    if (outputs !== undefined && changes.outputs.length > 0)
      known.set(outputs.node, outputPairs(changes.outputs, cellA, cellB))
  }
  const list = memberOf(a.root, "cells")
  return list === undefined ? known : known.set(list.node, cells)
}

/** Of a split or join the outputs of all pieces are aligned, of which only those of the first are here. */
function outputPairs(diffs: readonly OutputDiff[], a: Cell, b: Cell): ItemPairs {
  const pairs: [number, number][] = []
  let i = 0
  let j = 0
  for (const { before, after } of diffs) {
    const most = Math.min(before.length, after.length)
    for (let n = 0; n < most; n++) {
      if (canBeOne(a.outputs[i + n], b.outputs[j + n])) pairs.push([i + n, j + n])
    }
    i += before.length
    j += after.length
  }
  return pairs
}

function canBeOne(a: Output | undefined, b: Output | undefined): boolean {
  if (a === undefined || b === undefined) return false
  return a.type === b.type && kindOf(a.value) === "object" && kindOf(b.value) === "object"
}
