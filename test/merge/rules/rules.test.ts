import { describe, expect, test } from "vitest"
import { isDeletionAgreed } from "../../../src/merge/rules/deletion-agreed.js"
import { resolved, textOf } from "../../support/line-rules.js"

type Case = readonly [base: string, ours: string, theirs: string, result: string]

/** One test a line: base, ours, theirs, and the rule with what it makes of them. */
function check(cases: readonly Case[], language = "python"): void {
  test.each(cases)("%s · %s · %s → %s", (base, ours, theirs, result) => {
    expect(resolved([base, ours, theirs], language)).toBe(result)
  })
}

describe("1 only deletions", () => {
  check([
    [
      "ticket / # old / # child / # adult / show",
      "ticket / # adult / show",
      "ticket / # old / show",
      "only-deletions: ticket / show",
    ],
    ["a / b / c", "a / c", "b / c", "only-deletions: c"],
    ["a / b / c", "a", "c", "only-deletions: "],
    [
      "if x: / ··a / ··b / ··c / d",
      "if x: / ··b / ··c / d",
      "if x: / ··a / ··c / d",
      "only-deletions: if x: / ··c / d",
    ],
  ])
  describe("stays a conflict", () => {
    check([
      ["if x: / ··a / ··b / c", "if x: / ··a / c", "if x: / ··b / c", "conflict"],
      ["for x in y: / ··a / ··b", "for x in y: / ··b", "for x in y: / ··a", "conflict"],
      ["a / b / c", "a / c", "a / B / c", "conflict"],
      ["a / b / c", "c", "a / b / d", "conflict"],
    ])
  })
})

describe("2 one edit within the other, by words", () => {
  check([
    [
      'load("cafe.csv")',
      'load_table("cafe.csv")',
      'load_table("cafe.csv", sep=";")',
      'edit-within: load_table("cafe.csv", sep=";")',
    ],
    ["x = old(1)", "x = new(1)", "x = new(2)", "edit-within: x = new(2)"],
    ["do the thing", "redo the thing", "redo the thing twice", "edit-within: redo the thing twice"],
    ["a b / c d", "a B / c d", "a B / c D", "edit-within: a B / c D"],
    ["f(a)", "··f(a)", "··f(a, b)", "edit-within: ··f(a, b)"],
  ])
  describe("stays a conflict", () => {
    check([
      ['load("cafe.csv")', 'load("tea.csv")', 'load("cafe.csv", sep=";")', "conflict"],
      ["x = f(1, 2)", "x = f(3, 2)", "x = f(1, 4)", "conflict"],
      ["x = old(1)", "x = new(1)", "x = newer(2)", "conflict"],
      ["f(a)", "", "g(a)", "conflict"],
    ])
  })
})

describe("3 formatting gives way", () => {
  check([
    ["f(a,b)", "f(a, b)", "f(a,c)", "formatting: f(a,c)"],
    ["f('a')", 'f("a")', "f('b')", "formatting: f('b')"],
    ["x = g(1,2) # why", "x = g(1, 2)  # why", "x = g(1,3) # why", "formatting: x = g(1,3) # why"],
    ["f(a, b)", "f( / ····a, / ····b, / )", "f(a, b, c)", "formatting: f(a, b, c)"],
    ["f(1)", "f( 1)", "f(1 )", "formatting: f( 1) | formatting: f(1 )"],
    ["f(a)", "f(a,)", "g(a)", "formatting: g(a)"],
    [
      "x = [ / ··1, / ··2 / ]",
      "x = [ / ··1, / ··2, / ]",
      "x = [ / ··1, / ··3 / ]",
      "formatting: x = [ / ··1, / ··3 / ]",
    ],
    ["f(a, # one / ··b)", "f(a,  # one / ··b)", "f(a, # two / ··b)", "formatting: f(a, # two / ··b)"],
  ])
  check([["f(x,y)", "f(x, y)", "g(x,y)", "formatting: g(x,y)"]], "r")
  check([["one  two three", "one two three", "one  two four", "formatting: one  two four"]], "markdown")
  describe("stays a conflict", () => {
    check([
      [
        "for dog in dogs: / ··walk / ··feed",
        "for dog in dogs: / ··walk / feed",
        "for dog in dogs: / ··walk / ··feed(2)",
        "conflict",
      ],
      ["f('a  b')", "f('a b')", "f('c  b')", "conflict"],
      ["x = (a)", "x = (a,)", "x = (b)", "conflict"],
      ["x[a]", "x[a,]", "x[b]", "conflict"],
      ["return (a)", "return (a,)", "return (b)", "conflict"],
      ["notx", "not x", "noty", "conflict"],
      ["!echo 'a'", '!echo "a"', "!echo 'b'", "conflict"],
      ["%cd a  b", "%cd a b", "%cd a  c", "conflict"],
      ["n = !ls  a", "n = !ls a", "n = !ls  b", "conflict"],
      ['f("it\'s")', "f('it\"s')", 'f("its")', "conflict"],
      ["# a b", "# ab", "# a c", "conflict"],
      ["s = '''one  two / x  y'''", "s = '''one  two / x y'''", "s = '''one  two / z  y'''", "conflict"],
      ["a = '", "a= '", "b = '", "conflict"],
    ])
    check(
      [
        ["x[1]", "x[1,]", "x[2]", "conflict"],
        ["{ / a / b }", "{ / a b }", "{ / a / c }", "conflict"],
      ],
      "r",
    )
    check([["[1 -2]", "[1 - 2]", "[1 -3]", "conflict"]], "julia")
    check([["a=1", "a = 1", "a=2", "conflict"]], "bash")
    check(
      [
        ["say 'a'", 'say "a"', "say 'b'", "conflict"],
        ["one·· / two", "one / two", "one·· / x", "line-end-blanks: one / x"],
      ],
      "markdown",
    )
    check([["``` / a  b / ```", "``` / a b / ```", "``` / a  c / ```", "conflict"]], "markdown")
  })
})

describe("4 blanks at line ends", () => {
  check(
    [
      ["a·· / b", "a / b", "a·· / c", "line-end-blanks: a / c"],
      ["a / b", "a·· / b", "a / c", "line-end-blanks: a·· / c"],
      ["a·· / b / e", "a / b / e / d", "a·· / c / e", "line-end-blanks: a / c / e / d"],
    ],
    "markdown",
  )
  describe("stays a conflict", () => {
    check(
      [
        ["a·· / b", "a / x", "a··· / y", "conflict"],
        ["a· / b", "a·· / x", "a / x", "conflict"],
      ],
      "markdown",
    )
  })
})

describe("5 imports are a set", () => {
  check([
    [
      "import a",
      "import a / import b",
      "import a / import c",
      "imports: import a / import b / import c | imports: import a / import c / import b",
    ],
    [
      "import a / import b / import c",
      "import a / import c",
      "import a / import b / import d",
      "imports: import a / import d",
    ],
    [
      "x()",
      "from a import b / x()",
      "import c as d / x()",
      "imports: from a import b / import c as d / x() | imports: import c as d / from a import b / x()",
    ],
    [
      "import a",
      "import b / import a",
      "import b / import c / import a",
      "imports: import b / import c / import a",
    ],
    [
      "import os / x()",
      "import os / import a.b / x()",
      "import os / import a.c / x()",
      "imports: import os / import a.b / import a.c / x() | imports: import os / import a.c / import a.b / x()",
    ],
  ])
  describe("stays a conflict", () => {
    check([
      ["import a", "import a, b", "import a, c", "conflict"],
      ["import a", "import a / from x import y", "import a / from z import y", "conflict"],
      ["import a", "import a / from x import *", "import a / from z import y", "conflict"],
      ["import a", "import a / import numpy as np", "import a / import jax.numpy as np", "conflict"],
      ["import a", "import a / b()", "import a / import c", "conflict"],
      ["import a", "import a / from x import ( / ··y)", "import a / import c", "conflict"],
    ])
    check([["library(a)", "library(a) / library(b)", "library(a) / library(c)", "conflict"]], "r")
  })
})

describe("6 list items", () => {
  check(
    [
      [
        "- apples",
        "- apples / - figs",
        "- apples / - dates",
        "list-items: - apples / - figs / - dates | list-items: - apples / - dates / - figs",
      ],
      [
        "1. a / b",
        "1. a / 1. c / b",
        "1. a / 1. d / b",
        "list-items: 1. a / 1. c / 1. d / b | list-items: 1. a / 1. d / 1. c / b",
      ],
    ],
    "markdown",
  )
  describe("stays a conflict", () => {
    check(
      [
        ["- apples", "- apples / - figs, dry", "- apples / - Figs", "conflict"],
        ["- apples", "- apples / - figs", "- apples / * dates", "conflict"],
        ["- apples", "- apples / ··- figs", "- apples / - dates", "conflict"],
        ["- apples", "- apples / - figs", "- apples / and dates", "conflict"],
        ["Fruit", "Fruit / - figs", "Fruit / - dates", "conflict"],
        ["1. a", "1. a / 2. c", "1. a / 2. d", "conflict"],
      ],
      "markdown",
    )
    check([["- a", "- a / - c", "- a / - d", "conflict"]], "python")
  })
})

describe("7 a deletion that took the edit along", () => {
  const agreed = (base: string, edited: string, written: readonly string[] = []): boolean =>
    isDeletionAgreed({
      base: textOf(base),
      edited: textOf(edited),
      language: "python",
      written: written.map(textOf),
    })

  test.each([
    ["f(a,b)", "f(a, b)", []],
    ["import b / import a", "import a / import b", []],
    ["load(one) / show(one)", "load(two) / show(two)", ["# all / load(two) / plot() / show(two)"]],
  ])("%s · edited to %s · beside %j goes", (base, edited, written) => {
    expect(agreed(base, edited, written)).toBe(true)
  })

  test.each([
    ["f(a,b)", "f(a, c)", []],
    ["if x: / ··a / b", "if x: / ··a / ··b", []],
    ["load(one) / show(one)", "load(two) / show(two)", ["load(one) / show(one) / plot()"]],
    ["load(one) / show(one)", "load(two) / show(two)", ["show(two) / load(two)"]],
    ["a", "b", ["b / c"]],
  ])("%s · edited to %s · beside %j stays a conflict", (base, edited, written) => {
    expect(agreed(base, edited, written)).toBe(false)
  })
})

describe("what no rule does", () => {
  check([
    ["a / b", "A / b", "a / B", "conflict"],
    ["x = f(1)", "x = f(1, 2)", "x = g(1)", "conflict"],
    ["%%time / a", "%%time / b / a", "%%timeit / a", "conflict"],
    ['get("http://a/v1/x")', 'get("http://b/v1/x")', 'get("http://a/v2/x")', "conflict"],
  ])

  test("a rule that is off resolves nothing", () => {
    expect(resolved(["f(a,b)", "f(a, b)", "f(a,c)"], "python", ["imports"])).toBe("conflict")
  })
})
