import { readFileSync } from "node:fs"
import { Ajv2020 } from "ajv/dist/2020.js"

const schema = JSON.parse(
  readFileSync(new URL("../../schema/notebook-diff.schema.json", import.meta.url), "utf8"),
)

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
const validate = ajv.compile(schema)

/** What of a parsed `--json` breaks the schema: a line each, none for a valid one. */
export function schemaViolations(form: unknown): readonly string[] {
  validate(form)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** Each key that the schema knows of. */
export function schemaKeys(): readonly string[] {
  const keys: string[] = []
  JSON.stringify(schema, (key, value) => {
    if (key === "properties") keys.push(...Object.keys(value))
    return value
  })
  return [...new Set(keys)].sort()
}
