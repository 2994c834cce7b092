import { describe, expect, it } from "vitest"
import { parseRulePath } from "../../../src/normalize/rules/rule-path.js"
import {
  actionAt,
  DEFAULT_RULES,
  isVolatile,
  ruleSet,
  withRules,
} from "../../../src/normalize/rules/rule-set.js"
import type { Action, Rule, Scope } from "../../../src/normalize/rules/rules.js"

describe("the default rules", () => {
  const cases: readonly (readonly [Scope, string, Action])[] = [
    ["cell", "execution_count", "clear"],
    ["output", "prompt_number", "clear"],
    ["cell", "source", "keep"],
    ["notebook", "orig_nbformat", "drop"],
    ["notebook", "nbformat_minor", "keep"],
    ["notebook", "metadata", "keep"],
    ["cell", "metadata execution iopub.status.busy", "drop"],
    ["cell", "metadata jupyter outputs_hidden", "drop"],
    ["cell", "metadata jupyter source_hidden", "keep"],
    ["cell", "metadata tags", "keep"],
    ["cell", "metadata of-a-stranger", "keep"],
    ["notebook", "metadata kernelspec display_name", "alike"],
    ["notebook", "metadata kernelspec name", "keep"],
    ["notebook", "metadata language_info version", "drop"],
    ["notebook", "metadata language_info codemirror_mode version", "alike"],
    ["notebook", "metadata language_info codemirror_mode", "keep"],
    ["notebook", "metadata kernelspec metadata interpreter hash", "drop"],
    ["notebook", "metadata papermill duration", "drop"],
    ["notebook", "metadata papermill parameters", "keep"],
    ["cell", "metadata application/vnd.databricks.v1+cell startTime", "drop"],
    ["cell", "metadata application/vnd.databricks.v1+cell title", "keep"],
    ["notebook", "metadata widgets", "drop"],
  ]
  it.each(cases)("%s %s: %s", (scope, path, action) => {
    expect(actionAt(scope, path.split(" "))).toBe(action)
  })
})

describe("a custom rule", () => {
  const custom = (path: string, action: Action): Rule => ({
    path,
    action,
    writer: "you",
    reason: "a setting",
  })

  it("overrides what is before it, for all that lies below its path", () => {
    const rules = withRules(DEFAULT_RULES, [custom("cell.metadata.papermill", "keep")])
    expect(isVolatile("cell", ["metadata", "papermill", "duration"], rules)).toBe(false)
    expect(isVolatile("notebook", ["metadata", "papermill", "duration"], rules)).toBe(true)
  })

  it("may hold wildcards, which quotes remove", () => {
    const rules = ruleSet([custom('cell.metadata.{deepnote_*,"a.*"}', "drop")])
    expect(isVolatile("cell", ["metadata", "deepnote_x"], rules)).toBe(true)
    expect(isVolatile("cell", ["metadata", "a.*"], rules)).toBe(true)
    expect(isVolatile("cell", ["metadata", "a.b"], rules)).toBe(false)
    expect(isVolatile("cell", ["metadata"], rules)).toBe(false)
  })
})

describe("a path", () => {
  it.each(["", "cell", "cell.", "cell..a", "metadata.tags", ".cell.a", "cell.a b.{c", 'cell."a', "cell.a,b"])(
    "is not %j",
    (text) => {
      expect(parseRulePath(text)).toBeUndefined()
    },
  )
})
