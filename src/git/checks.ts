import { describedAttribute } from "./install-notes.js"
import { passingRunner } from "./program.js"
import { quotedPath } from "./quoted-path.js"
import {
  changedKeys,
  gitIsAtLeast,
  installCommand,
  isApplied,
  isInstalled,
  isTrue,
  LONG_RUNNING_FILTER,
  registeredMode,
  registeredValue,
  registeredVersion,
  shadowedScopes,
} from "./registered-state.js"
import { driverName } from "./registration.js"
import type { FoundProgram, NotebookFacts, StatusFacts } from "./status-facts.js"

/** "broken": git does not do what it was told to. "warning": it does, and will surprise. "hint": good to know. */
export type Severity = "broken" | "warning" | "hint"

export interface Check<Code extends string = string> {
  readonly code: Code
  readonly severity: Severity
  /** One for each thing that is found; none where all is well. */
  messages(facts: StatusFacts): readonly string[]
  mend(facts: StatusFacts, message: string): string
}

/** What can be wrong with an installation, from broken to good to know. */
export const checks = [
  {
    code: "not-installed",
    severity: "broken",
    messages: (facts) => saidIf(!isInstalled(facts), "git shows and merges notebooks as text here"),
    mend: () => "nbdiff install",
  },
  {
    code: "attributes-missing",
    severity: "broken",
    messages: (facts) => saidIf(lacksAttributes(facts), "no attribute sends notebooks to the drivers"),
    mend: installCommand,
  },
  {
    code: "diff-missing",
    severity: "broken",
    messages: (facts) => saidIf(lacks(facts, "diff.nbdiff.command"), "the diff driver is not registered"),
    mend: installCommand,
  },
  {
    code: "merge-missing",
    severity: "broken",
    messages: (facts) => saidIf(lacks(facts, "merge.nbdiff.driver"), "the merge driver is not registered"),
    mend: installCommand,
  },
  {
    code: "textconv-missing",
    severity: "broken",
    messages: (facts) =>
      saidIf(
        lacks(facts, "diff.nbdiff.textconv"),
        "without a textconv git log -p and git show print raw JSON",
      ),
    mend: installCommand,
  },
  {
    code: "filter-missing",
    severity: "broken",
    messages: (facts) =>
      saidIf(
        registeredMode(facts) === "off" && isApplied(facts, "filter"),
        "the attributes name a filter that is not registered: outputs are committed",
      ),
    mend: filterCommand,
  },
  {
    code: "filter-incomplete",
    severity: "broken",
    messages: (facts) =>
      saidIf(
        registeredMode(facts) !== "off" &&
          filterParts.some((key) => registeredValue(facts, key) === undefined),
        "not all of the filter's process, clean and smudge are registered: git add or checkout may fail",
      ),
    mend: filterCommand,
  },
  {
    code: "filter-not-required",
    severity: "broken",
    messages: (facts) =>
      saidIf(
        registeredMode(facts) !== "off" && !isTrue(registeredValue(facts, "filter.nbdiff.required")),
        "the filter is not required: should it fail, git commits the outputs without a word",
      ),
    mend: filterCommand,
  },
  {
    code: "program-missing",
    severity: "broken",
    messages: (facts) =>
      eachProgram(
        facts,
        ({ script, scriptFound }) =>
          !scriptFound && `the registered program ${quotedPath(script)} is gone: ${consequence(facts)}`,
      ),
    mend: installCommand,
  },
  {
    code: "node-missing",
    severity: "broken",
    messages: (facts) =>
      eachProgram(
        facts,
        ({ node, nodeFound }) =>
          nodeFound === "nowhere" &&
          `the registered Node ${quotedPath(node)} is gone, and none is on the PATH: ${consequence(facts)}`,
      ),
    mend: installCommand,
  },
  {
    code: "settings-unheeded",
    severity: "broken",
    messages: ({ settings }) => settings.map(({ message }) => message),
    mend: ({ settings }, message) => settings.find((fault) => fault.message === message)?.mend ?? "",
  },
  {
    code: "recursive-missing",
    severity: "warning",
    messages: (facts) =>
      saidIf(
        isInstalled(facts) && registeredValue(facts, "merge.nbdiff.recursive") !== "binary",
        "in a criss-cross history the base of a merge would hold conflict markers: merge.nbdiff.recursive is not binary",
      ),
    mend: installCommand,
  },
  {
    code: "passing-program",
    severity: "warning",
    messages: (facts) =>
      eachProgram(facts, ({ script }) => {
        const runner = passingRunner(script)
        return (
          runner !== undefined &&
          `the registered program lies in the cache of ${runner}, which is cleared now and then`
        )
      }),
    mend: (facts) => `npm install --global nbdiff && ${installCommand(facts)}`,
  },
  {
    code: "other-driver",
    severity: "warning",
    messages: (facts) =>
      isInstalled(facts) ? [...otherValues(facts, "diff"), ...otherValues(facts, "merge")] : [],
    mend: () => otherValueMend,
  },
  {
    code: "other-filter",
    severity: "warning",
    messages: (facts) => (registeredMode(facts) === "off" ? [] : otherValues(facts, "filter")),
    mend: () => otherValueMend,
  },
  {
    code: "not-normal",
    severity: "warning",
    messages: (facts) =>
      someNotebooks(
        facts,
        ({ isAbnormal }) => isAbnormal,
        "in the index as the filter would not leave it; the next merge may stop there",
      ),
    mend: () => "git add --renormalize . && git commit",
  },
  {
    code: "lfs-pointers",
    severity: "warning",
    messages: (facts) =>
      someNotebooks(facts, ({ isPointer }) => isPointer, "only a Git LFS pointer in the worktree"),
    mend: () => "git lfs pull",
  },
  {
    code: "git-too-old",
    severity: "warning",
    messages: (facts) =>
      saidIf(
        registeredMode(facts) !== "off" && !gitIsAtLeast(facts.gitVersion, LONG_RUNNING_FILTER),
        `git ${facts.gitVersion} starts the filter anew for each file, which is slow`,
      ),
    mend: () => `install git ${LONG_RUNNING_FILTER.join(".")} or later`,
  },
  {
    code: "node-moved",
    severity: "hint",
    messages: (facts) =>
      eachProgram(
        facts,
        ({ node, nodeFound }) =>
          nodeFound === "on the PATH" &&
          `the registered Node ${quotedPath(node)} is gone; the one on the PATH does the work`,
      ),
    mend: installCommand,
  },
  {
    code: "other-version",
    severity: "hint",
    messages: (facts) => {
      const version = registeredVersion(facts)
      return saidIf(
        version !== undefined && version !== facts.running.version,
        `version ${version} wrote the commands; this is ${facts.running.version}`,
      )
    },
    mend: installCommand,
  },
  {
    code: "changed-command",
    severity: "hint",
    messages: (facts) => changedKeys(facts).map((key) => `${key} is not what nbdiff has written there`),
    mend: installCommand,
  },
  {
    code: "shadowed",
    severity: "hint",
    messages: (facts) =>
      shadowedScopes(facts).map(
        ({ winner, loser }) =>
          `the ${winner} config registers another program than the ${loser} one, and is the one that counts`,
      ),
    mend: (facts) =>
      shadowedScopes(facts)
        .map(({ winner }) => `nbdiff uninstall --${winner}`)
        .join(" && "),
  },
] as const satisfies readonly Check[]

function saidIf(condition: boolean, message: string): readonly string[] {
  return condition ? [message] : []
}

/** Whether a value is missing where the rest is there. */
function lacks(facts: StatusFacts, key: string): boolean {
  return isInstalled(facts) && registeredValue(facts, key) === undefined
}

function lacksAttributes(facts: StatusFacts): boolean {
  return (
    isInstalled(facts) &&
    facts.newNotebook !== undefined &&
    !isApplied(facts, "diff") &&
    !isApplied(facts, "merge")
  )
}

const filterParts = ["filter.nbdiff.process", "filter.nbdiff.clean", "filter.nbdiff.smudge"] as const

function filterCommand(facts: StatusFacts): string {
  return `${installCommand(facts)} --filter${registeredMode(facts) === "keep-local" ? "=keep-local" : ""}`
}

function eachProgram(
  facts: StatusFacts,
  judge: (program: FoundProgram) => string | false,
): readonly string[] {
  return facts.programs.map(judge).filter((message) => message !== false)
}

function consequence(facts: StatusFacts): string {
  const text = "git shows and merges notebooks as text"
  return registeredMode(facts) === "off" ? text : `${text}, and git add and checkout fail`
}

const otherValueMend = `take it out of the attributes file that sets it ("git check-attr -a <notebook>" shows what applies)`

/** One message for each value that stands where ours should. */
function otherValues(facts: StatusFacts, name: "diff" | "merge" | "filter"): readonly string[] {
  const values = new Set(facts.notebooks.map(({ attributes }) => attributes[name]))
  const others = [...values].filter((applied) => applied !== driverName && applied !== "unspecified")
  return others.flatMap((applied) =>
    someNotebooks(
      facts,
      ({ attributes }) => attributes[name] === applied,
      `under ${describedAttribute(name, applied)}`,
    ),
  )
}

/** "a.ipynb is …", or "3 notebooks (a.ipynb, …) are …". */
function someNotebooks(
  facts: StatusFacts,
  which: (notebook: NotebookFacts) => boolean,
  what: string,
): readonly string[] {
  const [first, ...others] = facts.notebooks.filter(which).map(({ path }) => quotedPath(path))
  if (first === undefined) return []
  return [
    others.length === 0 ? `${first} is ${what}` : `${others.length + 1} notebooks (${first}, …) are ${what}`,
  ]
}
