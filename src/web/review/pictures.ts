import { createHash } from "node:crypto"
import { readFileSync, realpathSync, statSync } from "node:fs"
import { join, sep } from "node:path"
import type { Image } from "../../diff/model/output-diff.js"
import { imageBytes } from "../../diff/outputs/image.js"
import type { ObjectReader } from "../../git/repository/object-reader.js"
import type { Asset } from "../server/web-session.js"
import { picturePath } from "./picture-path.js"
import { pictureType } from "./picture-type.js"

/** The version of the repository that one side of a review shows. */
export type Tree =
  /** Files below a directory: the worktree, or where two named files are. */
  | { readonly kind: "files"; readonly top: string }
  | { readonly kind: "index" }
  | { readonly kind: "commit"; readonly id: string }
  | { readonly kind: "none" }

/** The pictures that notebooks name by a path of their repository. The page asks for them by number: no path is
 *  ever in a request. */
export interface Pictures {
  /** Returns the address that the page is to have, or undefined where nothing may be read. */
  addressOf(tree: Tree, notebook: string, address: string): string | undefined
  /** The address of a picture that stands in a notebook. */
  addressOfImage(image: Image): string
  read(number: number): Promise<Asset | undefined>
  /** Returns a text that changes when one of the files on disk does. */
  stamp(): string
}

type Picture = TreePicture | { readonly kind: "image"; readonly image: Image }

interface TreePicture {
  readonly kind: "file"
  readonly tree: Tree
  readonly path: string
}

export function openPictures(objects: ObjectReader): Pictures {
  const numbers = new Map<string, number>()
  const pictures: Picture[] = []
  const addressBy = (key: string, picture: Picture): string => {
    const number = numbers.get(key) ?? pictures.push(picture) - 1
    numbers.set(key, number)
    return `picture/${number}`
  }
  return {
    addressOf(tree, notebook, address) {
      const path = tree.kind === "none" ? undefined : picturePath(notebook, address)
      if (path === undefined) return undefined
      const picture = { kind: "file", tree, path } as const
      return addressBy(JSON.stringify([tree, path, stampOf(picture)]), picture)
    },
    addressOfImage(image) {
      const hash = createHash("sha256").update(imageBytes(image)).digest("hex")
      return addressBy(`${image.mime} ${hash}`, { kind: "image", image })
    },
    async read(number) {
      const picture = pictures[number]
      if (picture === undefined) return undefined
      const bytes = await bytesOf(picture, objects)
      const type = bytes && (isSvg(picture) ? SVG : pictureType(bytes))
      return bytes === undefined || type === undefined ? undefined : { type, bytes }
    },
    stamp: () => pictures.flatMap((picture) => (picture.kind === "file" ? [stampOf(picture)] : [])).join(),
  }
}

const SVG = "image/svg+xml"

function isSvg(picture: Picture): boolean {
  return picture.kind === "image" && picture.image.mime === SVG
}

function bytesOf(picture: Picture, objects: ObjectReader): Promise<Uint8Array | undefined> {
  return picture.kind === "image" ? Promise.resolve(imageBytes(picture.image)) : readPicture(picture, objects)
}

function stampOf({ tree, path }: TreePicture): string {
  if (tree.kind !== "files") return ""
  const found = statSync(join(tree.top, path), { throwIfNoEntry: false })
  return found === undefined ? "-" : `${found.mtimeMs}:${found.size}:${found.ino}`
}

/** A larger one would only make the page slow. */
const LARGEST_PICTURE = 20_000_000

async function readPicture(
  { tree, path }: TreePicture,
  objects: ObjectReader,
): Promise<Uint8Array | undefined> {
  switch (tree.kind) {
    case "none":
      return undefined
    case "files":
      return readFileBelow(tree.top, path)
    case "index":
      return readBlob(`:0:${path}`, objects)
    case "commit":
      return readBlob(`${tree.id}:${path}`, objects)
  }
}

async function readBlob(name: string, objects: ObjectReader): Promise<Uint8Array | undefined> {
  const object = await objects.read(name)
  return object?.type === "blob" && object.bytes.length <= LARGEST_PICTURE ? object.bytes : undefined
}

/** Links are followed as long as they stay below `top`. */
function readFileBelow(top: string, path: string): Uint8Array | undefined {
  try {
    const root = realpathSync(top)
    const file = realpathSync(join(root, path))
    const found = statSync(file)
    const isBelow = file.startsWith(root.endsWith(sep) ? root : root + sep)
    const isGits = file.slice(root.length).split(sep).includes(".git")
    return isBelow && !isGits && found.isFile() && found.size <= LARGEST_PICTURE
      ? readFileSync(file)
      : undefined
  } catch {
    return undefined
  }
}
