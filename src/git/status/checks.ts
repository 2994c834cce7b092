import { quotedPath } from "../../node/quoted-path.js"
import { exceptionLine } from "../install/other-filters.js"
import { passingRunner } from "../install/program.js"
import { isUnguardedTextconv } from "../install/shell-command.js"
import type { FoundProgram } from "./found-programs.js"
import { type Diagnostic, notebookDiagnostic } from "./notebook-diagnostic.js"
import { otherFilterFix, otherFilters, otherValueFix, otherValues } from "./other-attributes.js"
import { filterCommand, installCommand, scopedCommand, scopeFix, valuesFix } from "./registered-fixes.js"
import {
  changedKeys,
  gitIsAtLeast,
  isApplied,
  isInstalled,
  isTrue,
  LONG_RUNNING_FILTER,
  registeredMode,
  registeredValue,
  registeredVersion,
  shadowedScopes,
} from "./registered-state.js"
import type { StatusFacts } from "./status-facts.js"

/** "broken": git does not do what is configured. "warning": it does, with surprising results. "hint": good to know. */
export type Severity = "broken" | "warning" | "hint"

export interface Check<Code extends string = string> {
  readonly code: Code
  readonly severity: Severity
  /** One diagnostic for each problem; none if there is no problem. */
  diagnose(facts: StatusFacts): readonly Diagnostic[]
}

/** What can be wrong with an installation, from broken to good to know. */
export const CHECKS = [
  {
    code: "no-repository",
    severity: "broken",
    diagnose: repositoryDiagnostics,
  },
  {
    code: "not-installed",
    severity: "broken",
    diagnose: (facts) =>
      diagnosticIf(
        !isInstalled(facts) && facts.noRepository === undefined,
        "git shows and merges notebooks as text here",
        "nbdiff install",
      ),
  },
  {
    code: "attributes-missing",
    severity: "broken",
    diagnose: (facts) =>
      diagnosticIf(
        lacksAttributes(facts),
        "no attribute sends notebooks to the drivers",
        attributesFix(facts),
      ),
  },
  {
    code: "diff-missing",
    severity: "broken",
    diagnose: (facts) => missingValue(facts, "diff.nbdiff.command", "the diff driver is not registered"),
  },
  {
    code: "merge-missing",
    severity: "broken",
    diagnose: (facts) => missingValue(facts, "merge.nbdiff.driver", "the merge driver is not registered"),
  },
  {
    code: "textconv-missing",
    severity: "broken",
    diagnose: (facts) =>
      missingValue(
        facts,
        "diff.nbdiff.textconv",
        "without a textconv git log -p and git show print raw JSON",
      ),
  },
  {
    code: "filter-missing",
    severity: "broken",
    diagnose: (facts) =>
      diagnosticIf(
        registeredMode(facts) === "off" && isApplied(facts, "filter"),
        "the attributes name a filter that is not registered: outputs are committed (--filter takes them off your disk too, --filter=keep-local does not)",
        filterCommand(facts),
      ),
  },
  {
    code: "filter-incomplete",
    severity: "broken",
    diagnose: (facts) =>
      diagnosticIf(
        registeredMode(facts) !== "off" &&
          FILTER_PARTS.some((key) => registeredValue(facts, key) === undefined),
        "not all of the filter's process, clean and smudge are registered: git add or checkout may fail",
        filterCommand(facts),
      ),
  },
  {
    code: "filter-not-required",
    severity: "broken",
    diagnose: (facts) =>
      diagnosticIf(
        registeredMode(facts) !== "off" && !isTrue(registeredValue(facts, "filter.nbdiff.required")),
        "the filter is not required: if it fails, git commits the outputs without a warning",
        valuesFix(facts, ["filter.nbdiff.required"]),
      ),
  },
  {
    code: "filter-taken",
    severity: "broken",
    diagnose: (facts) =>
      facts.takenFrom.map((line) => ({
        message: `${quotedPath(line.file)}:${line.line} leaves notebooks to another filter or to none, and nbdiff's line wins over it: ${exceptionLine(line)}`,
        fix: filterCommand(facts),
      })),
  },
  {
    code: "command-missing",
    severity: "broken",
    diagnose: (facts) =>
      facts.missingCommands.map(({ key, program }) => ({
        message: `${key} calls ${quotedPath(program)}, which is not there or cannot be run: ${commandConsequence(key)}`,
        fix: valuesFix(facts, [key]),
      })),
  },
  {
    code: "program-missing",
    severity: "broken",
    diagnose: (facts) =>
      eachProgram(
        facts,
        ({ script, scriptFound }) =>
          !scriptFound && `the registered program ${quotedPath(script)} is gone: ${consequence(facts)}`,
      ),
  },
  {
    code: "node-missing",
    severity: "broken",
    diagnose: (facts) =>
      eachProgram(
        facts,
        ({ node, nodeFound }) =>
          nodeFound === "nowhere" &&
          `the registered Node ${quotedPath(node)} is gone, and none is on the PATH: ${consequence(facts)}`,
      ),
  },
  {
    code: "settings-unheeded",
    severity: "broken",
    diagnose: ({ settings }) => settings,
  },
  {
    code: "recursive-missing",
    severity: "warning",
    diagnose: (facts) =>
      diagnosticIf(
        isInstalled(facts) && registeredValue(facts, "merge.nbdiff.recursive") !== "binary",
        "in a criss-cross history the base of a merge would hold conflict markers: merge.nbdiff.recursive is not binary",
        valuesFix(facts, ["merge.nbdiff.recursive"]),
      ),
  },
  {
    code: "passing-program",
    severity: "warning",
    diagnose: (facts) =>
      eachProgram(facts, ({ script }) => {
        const runner = passingRunner(script)
        return (
          runner !== undefined &&
          `the registered program lies in the cache of ${runner}, which is cleared now and then`
        )
      }).map(({ message, fix }) => ({ message, fix: `npm install --global nbdiff && ${fix}` })),
  },
  {
    code: "cached-textconv",
    severity: "warning",
    diagnose: (facts) =>
      diagnosticIf(
        isTrue(registeredValue(facts, "diff.nbdiff.cachetextconv")) && facts.textconv !== "always",
        "diff.nbdiff.cachetextconv is on: the cache does not know whether a person or a program asks, so git log -p may show JSON and an editor may read text",
        scopedCommand(facts, "diff.nbdiff.cachetextconv"),
      ),
  },
  {
    code: "unguarded-textconv",
    severity: "warning",
    diagnose: (facts) =>
      diagnosticIf(
        isUnguardedTextconv(registeredValue(facts, "diff.nbdiff.textconv") ?? ""),
        "an earlier version registered the textconv: programs such as VS Code get text in place of the notebook",
        valuesFix(facts, ["diff.nbdiff.textconv"]),
      ),
  },
  {
    code: "other-driver",
    severity: "warning",
    diagnose: (facts) =>
      isInstalled(facts) ? [...otherValues(facts, "diff"), ...otherValues(facts, "merge")] : [],
  },
  {
    code: "other-filter",
    severity: "hint",
    diagnose: (facts) => (registeredMode(facts) === "off" ? [] : otherFilters(facts)),
  },
  {
    code: "not-normal",
    severity: "warning",
    diagnose: (facts) =>
      notebookDiagnostic(
        facts.notebooks.filter(({ isAbnormal }) => isAbnormal),
        "in the index with what the filter takes out, as committed without it",
        "nbdiff normalize --cached && git commit",
      ),
  },
  {
    code: "may-hold-outputs",
    severity: "broken",
    diagnose: (facts) =>
      notebookDiagnostic(
        facts.notebooks.filter(({ mayHoldOutputs }) => mayHoldOutputs),
        "in the index though it cannot be read, so it may hold outputs",
        "nbdiff check --cached",
      ),
  },
  {
    code: "lfs-pointers",
    severity: "warning",
    diagnose: (facts) =>
      notebookDiagnostic(
        facts.notebooks.filter(({ isPointer }) => isPointer),
        "only a Git LFS pointer in the worktree",
        "git lfs pull",
      ),
  },
  {
    code: "git-too-old",
    severity: "warning",
    diagnose: (facts) =>
      diagnosticIf(
        registeredMode(facts) !== "off" && !gitIsAtLeast(facts.gitVersion, LONG_RUNNING_FILTER),
        `git ${facts.gitVersion} starts the filter again for each file, which is slow`,
        `install git ${LONG_RUNNING_FILTER.join(".")} or later`,
      ),
  },
  {
    code: "node-moved",
    severity: "hint",
    diagnose: (facts) =>
      eachProgram(
        facts,
        ({ node, nodeFound }) =>
          nodeFound === "on the PATH" &&
          `the registered Node ${quotedPath(node)} is gone; the one on the PATH does the work`,
      ),
  },
  {
    code: "other-version",
    severity: "hint",
    diagnose: (facts) => {
      const version = registeredVersion(facts)
      return diagnosticIf(
        version !== undefined && version !== facts.running.version,
        `version ${version} wrote the commands; this is ${facts.running.version}`,
        valuesFix(facts, ["diff.nbdiff.textconv"]),
      )
    },
  },
  {
    code: "changed-command",
    severity: "hint",
    diagnose: (facts) =>
      changedKeys(facts)
        .filter((changed) => !facts.missingCommands.some(({ key }) => key === changed))
        .map((key) => ({
          message: `${key} is not what nbdiff has written there`,
          fix: valuesFix(facts, [key]),
        })),
  },
  {
    code: "shadowed",
    severity: "hint",
    diagnose: (facts) =>
      shadowedScopes(facts).map(({ winner, loser }) => ({
        message: `the ${winner} config registers another program than the ${loser} one, and is the one that counts`,
        fix: scopeFix(facts, winner),
      })),
  },
] as const satisfies readonly Check[]

function diagnosticIf(condition: boolean, message: string, fix: string): readonly Diagnostic[] {
  return condition ? [{ message, fix }] : []
}

/** Where a value is missing and the rest is there. */
function missingValue(facts: StatusFacts, key: string, message: string): readonly Diagnostic[] {
  const isMissing = isInstalled(facts) && registeredValue(facts, key) === undefined
  return diagnosticIf(isMissing, message, installCommand(facts))
}

/** Outside of a repository all is well where nbdiff is installed for all of them. One that git refuses, such as another
 *  user's, is nowhere. */
function repositoryDiagnostics(facts: StatusFacts): readonly Diagnostic[] {
  const { noRepository } = facts
  if (noRepository === undefined) return []
  const [, command] = /^\s*(git config .*safe\.directory .*)$/m.exec(noRepository) ?? []
  if (command === undefined && isInstalled(facts)) return []
  const message = (noRepository.split("\n")[0] ?? "").replace(/^(fatal|error): /, "")
  return [{ message, fix: command ?? "run this in a repository, or nbdiff install --global" }]
}

function lacksAttributes(facts: StatusFacts): boolean {
  return (
    isInstalled(facts) &&
    facts.newNotebook !== undefined &&
    !isApplied(facts, "diff") &&
    !isApplied(facts, "merge")
  )
}

/** What stands in the place of ours is to be beaten; an empty place is to be filled. */
function attributesFix(facts: StatusFacts): string {
  const filterFix = otherFilterFix(facts)
  if (filterFix !== undefined) return filterFix
  const source = facts.newSources.diff ?? facts.newSources.merge
  return source === undefined ? installCommand(facts) : otherValueFix(facts, source)
}

const FILTER_PARTS = ["filter.nbdiff.process", "filter.nbdiff.clean", "filter.nbdiff.smudge"] as const

function eachProgram(
  facts: StatusFacts,
  judge: (program: FoundProgram) => string | false,
): readonly Diagnostic[] {
  return facts.programs.flatMap((program) => {
    const message = judge(program)
    return message === false ? [] : [{ message, fix: valuesFix(facts, program.keys) }]
  })
}

function consequence(facts: StatusFacts): string {
  const text = "git shows and merges notebooks as text"
  return registeredMode(facts) === "off" ? text : `${text}, and git add and checkout fail`
}

/** What git does without the program of this command. */
function commandConsequence(key: string): string {
  if (key.endsWith(".textconv")) return "git log -p and git show stop at a notebook"
  if (key.startsWith("filter.")) return "git add and checkout fail"
  if (key.startsWith("merge.")) return "a merge leaves notebooks in conflict without a mark"
  return key.startsWith("diff.") ? "git diff stops at a notebook" : `git ${key.replace(/\..*/, "")} fails`
}
