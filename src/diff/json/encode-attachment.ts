import { base64Of, decodeBase64 } from "../../normalize/outputs/base64.js"
import { mimeKind } from "../../normalize/outputs/mime-kind.js"
import { type JsonValue, membersOf, textOf } from "../../notebook/json/json-value.js"
import type { Change, ValueChange } from "../model/change.js"

/** A file that is attached to a cell, in two versions. */
export interface AttachmentJson extends Change<ContentJson | null> {
  readonly name: string
  readonly mime: string
}

/** A file without its content: bytes, and git's id of them. */
interface ContentJson {
  readonly size: number
  readonly oid: string
}

/** git's id of these bytes as a file. The core has no hash function: it is handed this one. */
export type BlobId = (bytes: Uint8Array) => string

export function encodeAttachments(
  changes: readonly ValueChange[],
  blobId: BlobId,
): readonly AttachmentJson[] {
  return changes.flatMap((change) => {
    const before = filesIn(change.before, change.path)
    const after = filesIn(change.after, change.path)
    const files = new Map([...before, ...after].map((file) => [keyOf(file), file]))
    const content = (side: readonly AttachedFile[], key: string): ContentJson | null => {
      const found = side.findLast((file) => keyOf(file) === key)
      return found === undefined ? null : contentOf(found, blobId)
    }
    return [...files].map(([key, { name, mime }]) => ({
      name,
      mime,
      before: content(before, key),
      after: content(after, key),
    }))
  })
}

interface AttachedFile {
  readonly name: string
  readonly mime: string
  readonly value: JsonValue
}

function keyOf({ name, mime }: AttachedFile): string {
  return JSON.stringify([name, mime])
}

/** The files in a value that is at this path: `attachments`, then the file's name, then its mime type. */
function filesIn(value: JsonValue | undefined, path: readonly string[]): readonly AttachedFile[] {
  if (value === undefined) return []
  const [, name, mime] = path
  if (name === undefined) {
    return membersOf(value).flatMap((member) => filesIn(member.value, [...path, member.key]))
  }
  if (mime !== undefined) return [{ name, mime, value }]
  return membersOf(value).map((member) => ({ name, mime: member.key, value: member.value }))
}

function contentOf({ mime, value }: AttachedFile, blobId: BlobId): ContentJson {
  const base64 = mimeKind(mime, value) === "base64" ? base64Of(value) : undefined
  const bytes = base64 === undefined ? ENCODER.encode(textOf(value)) : decodeBase64(base64)
  return { size: bytes.length, oid: blobId(bytes) }
}

const ENCODER = new TextEncoder()
