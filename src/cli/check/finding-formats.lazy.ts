import { safeText } from "../../render/ink/safe-text.js"
import { safeJson } from "../../render/words/json-text.js"
import { type Finding, fingerprints, RULES } from "./finding.js"

/** Formats that programs read. */
export type FindingFormat = "json" | "github" | "gitlab" | "sarif"

/** Returns all findings in a format that programs read. Their paths begin at the repository's top. */
export function formatFindings(findings: readonly Finding[], format: FindingFormat): string {
  switch (format) {
    case "json":
      return json({ version: 1, findings: findings.map(jsonFinding(findings)) })
    case "github":
      return githubLines(findings)
    case "gitlab":
      return json(findings.map(gitlabFinding(findings)))
    case "sarif":
      return json(sarif(findings))
  }
}

function json(value: unknown): string {
  return `${safeJson(JSON.stringify(value, undefined, 2))}\n`
}

type Form = (finding: Finding, index: number) => object

function jsonFinding(all: readonly Finding[]): Form {
  const prints = fingerprints(all)
  return ({ rule, path, line, cell, message, fix }, i) => ({
    rule,
    path,
    line,
    cell: cell ?? null,
    message,
    fix: fix ?? null,
    fingerprint: prints[i],
  })
}

/** GitHub shows ten annotations of a step and drops the others without a word. */
const MOST_ANNOTATIONS = 10

function githubLines(findings: readonly Finding[]): string {
  const isTooMany = findings.length > MOST_ANNOTATIONS
  const shown = isTooMany ? findings.slice(0, MOST_ANNOTATIONS - 1) : findings
  const lines = shown.map((finding) => {
    const { rule, path, line } = finding
    const title = property(`nbdiff ${rule}`)
    return `::error file=${property(path)},line=${line},title=${title}::${data(fullMessage(finding))}\n`
  })
  const more = findings.length - shown.length
  return lines.join("") + (isTooMany ? `::error title=nbdiff::${more} more findings\n` : "")
}

/** The escapes of GitHub's commands: a line of ours is one command, whatever a notebook or its name holds. */
function data(text: string): string {
  return text.replace(/[%\r\n]/g, percent)
}

function property(text: string): string {
  return text.replace(/[%\r\n:,]/g, percent)
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`
}

function gitlabFinding(all: readonly Finding[]): Form {
  const prints = fingerprints(all)
  return (finding, i) => ({
    description: fullMessage(finding),
    check_name: `nbdiff-${finding.rule}`,
    fingerprint: prints[i],
    severity: "major",
    location: { path: finding.path, lines: { begin: finding.line } },
  })
}

function sarif(findings: readonly Finding[]): object {
  const prints = fingerprints(findings)
  const used = new Set(findings.map(({ rule }) => rule))
  const rules = Object.entries(RULES)
    .filter(([id]) => [...used].some((rule) => rule === id))
    .map(([id, { finds }]) => ({ id, shortDescription: { text: finds } }))
  const results = findings.map((finding, i) => ({
    ruleId: finding.rule,
    level: "error",
    message: { text: fullMessage(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: pathUri(finding.path) },
          region: { startLine: finding.line },
        },
      },
    ],
    partialFingerprints: { "nbdiff/v1": prints[i] },
  }))
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "nbdiff", rules } }, results }],
  }
}

/** Returns a relative URI; half of a surrogate pair is replaced. */
function pathUri(path: string): string {
  return path
    .replace(/[\ud800-\udfff]/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/")
}

function fullMessage({ place, message, fix }: Finding): string {
  return safeText(`${place}${message}${fix === undefined ? "" : ` (fix: ${fix})`}`)
}
