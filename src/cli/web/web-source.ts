import { createHash } from "node:crypto"
import { join, resolve } from "node:path"
import type { GitPlace } from "../../git/repository/git-process.js"
import { worktreeTop } from "../../git/repository/worktree.js"
import type { PictureAddresses, ReviewEntry, ReviewFile, ReviewOptions } from "../../html/review-options.js"
import type { FileNames } from "../../render/words/file-names.js"
import type { Watched } from "../../web/review/fingerprint.js"
import type { Pictures } from "../../web/review/pictures.js"
import type { Reviewed, ReviewSource } from "../../web/review/review-session.js"
import { operandTree, type PlacedNotebook, rangeTrees } from "../../web/review/trees.js"
import { trackedNotebooks, watchedRevisions } from "../../web/review/watched-files.js"
import type { Found, FoundNotebooks, FoundSource } from "../diff/found-notebooks.js"
import { versionNames } from "../diff/html-settings.js"
import type { Content } from "../diff/notebook-pair.js"
import type { RangeEntry } from "../diff/range-pairs.js"
import type { WebOptions } from "../page/web-options.js"
import type * as HtmlView from "../views/html-view.lazy.js"

/** Describes what to serve: the operands of the diff, found again whenever something was written. */
export interface WebReview {
  readonly web: WebOptions
  readonly view: Omit<ReviewOptions, "addresses" | "versions">
  /** Limit of the page's size in bytes. */
  readonly maxSize: number | undefined
  /** Whether the exit code reports a difference that is left at the end. */
  readonly exitCode: boolean
  readonly place: GitPlace
  readonly find: () => Promise<Found>
  /** Reads the settings for what was found, and returns how to compare each notebook. */
  readonly comparer: (found: FoundNotebooks) => Promise<CompareEntry>
}

type CompareEntry = (entry: RangeEntry) => Promise<ComparedEntry>

/** Makes the page; `--html` loads the same chunk. */
export type Renderer = Pick<typeof HtmlView, "livePageFiles" | "reviewFile" | "reviewPage" | "titleOf">

type ComparedEntry =
  | { readonly kind: "different"; readonly entry: ReviewEntry }
  | { readonly kind: "same" }
  | { readonly kind: "trouble"; readonly message: string }

/** Reads the review again each time, and renders only the files whose bytes have changed. */
export function reviewSource(review: WebReview, pictures: Pictures, renderer: Renderer): ReviewSource {
  let known: Rendered = new Map()
  let last: FoundNotebooks | undefined
  return {
    async read() {
      const found = await review.find()
      if (found.kind === "trouble") return { kind: "trouble", message: found.words }
      last = found
      const rendered: Rendered = new Map()
      const page = await readPage(found, { review, pictures, renderer, known, rendered })
      known = rendered
      return page
    },
    watched: () => watchedFiles(last?.source, review, known),
  }
}

/** Caches what was rendered for each entry, by its input. */
type Rendered = Map<string, RenderedEntry>

interface RenderedEntry {
  readonly names: FileNames | undefined
  readonly file: ReviewFile | undefined
}

interface Reading {
  readonly review: WebReview
  readonly pictures: Pictures
  readonly renderer: Renderer
  readonly known: ReadonlyMap<string, RenderedEntry>
  readonly rendered: Rendered
}

async function readPage(found: FoundNotebooks, reading: Reading): Promise<Reviewed> {
  const { review, pictures, renderer, known, rendered } = reading
  const options = await reviewOptions(found, review, pictures)
  const compare = await review.comparer(found)
  const files: ReviewFile[] = []
  for await (const entry of found.entries) {
    const number = files.length + 1
    const key = keyOf(entry, number, pictures)
    const made = known.get(key) ?? (await render(entry, number, compare, renderer, options))
    if ("message" in made) return { kind: "trouble", message: `nbdiff: ${made.message}\n` }
    rendered.set(key, made)
    if (made.file !== undefined) files.push(made.file)
  }
  const { maxSize } = review
  const page = renderer.reviewPage(files, { title: renderer.titleOf(files, options), maxSize, live: true })
  return { kind: "page", page, differs: files.length > 0 }
}

async function render(
  entry: RangeEntry,
  number: number,
  compare: CompareEntry,
  { reviewFile }: Renderer,
  options: ReviewOptions,
): Promise<RenderedEntry | { readonly message: string }> {
  const compared = await compare(entry)
  const names = entry.kind === "pair" ? entry.pair.names : undefined
  switch (compared.kind) {
    case "trouble":
      return { message: compared.message }
    case "same":
      return { names, file: undefined }
    case "different":
      return { names, file: reviewFile(compared.entry, number, options) }
  }
}

/** Returns a key for what is rendered. It has the file's number, which the page's identifiers contain and which
 *  changes when an earlier file goes. */
function keyOf(entry: RangeEntry, number: number, pictures: Pictures): string {
  if (entry.kind !== "pair") return JSON.stringify([number, entry, pictures.stamp()])
  const { names, before, after } = entry.pair
  return JSON.stringify([number, names, keyOfContent(before), keyOfContent(after), pictures.stamp()])
}

function keyOfContent(content: Content): string {
  if (content.kind !== "bytes") return JSON.stringify(content)
  return createHash("sha256").update(content.bytes).digest("hex")
}

async function reviewOptions(
  { source }: FoundNotebooks,
  { view, place }: WebReview,
  pictures: Pictures,
): Promise<ReviewOptions> {
  const placed = await placedNotebooks(source, place)
  const addresses: PictureAddresses = {
    image: (image) => pictures.addressOfImage(image),
    file(names, side, path) {
      const { tree, notebook } = placed(names, side)
      return pictures.addressOf(tree, notebook, path)
    },
  }
  const versions = source.kind === "range" ? versionNames(source.query) : undefined
  return { ...view, versions, addresses }
}

/** Returns where each side of a notebook is. */
type Placed = (names: FileNames, side: "before" | "after") => PlacedNotebook

async function placedNotebooks(source: FoundSource, place: GitPlace): Promise<Placed> {
  switch (source.kind) {
    case "range": {
      const trees = await rangeTrees(source.query, source.top, place)
      return ({ path, oldPath = path }, side) => ({
        tree: trees[side],
        notebook: side === "before" ? oldPath : path,
      })
    }
    case "files": {
      const top = await worktreeTop(place)
      return (_, side) => operandTree(source[side], top, place.cwd)
    }
    case "directories": {
      const top = await worktreeTop(place)
      return ({ path }, side) => operandTree(join(source[side], path), top, place.cwd)
    }
  }
}

async function watchedFiles(
  source: FoundSource | undefined,
  { place }: WebReview,
  known: ReadonlyMap<string, RenderedEntry>,
): Promise<Watched> {
  if (source === undefined) return { files: [], gitFiles: [], commonDirectory: undefined }
  const names = [...known.values()].flatMap((entry) => (entry.names === undefined ? [] : [entry.names]))
  switch (source.kind) {
    case "range": {
      const { top, query } = source
      const revisions = await watchedRevisions(query.operands, place)
      if (top === undefined) return { ...revisions, files: [] }
      const shown = names.map(({ path }) => join(top, path))
      return { ...revisions, files: [...new Set([...(await trackedNotebooks(top, place)), ...shown])] }
    }
    case "files": {
      const operands = [source.before, source.after]
      const revisions = await watchedRevisions(
        operands.map((name) => name.replace(/:.*$/s, "")).filter(Boolean),
        place,
      )
      return { ...revisions, files: operands.map((name) => resolve(place.cwd, name)) }
    }
    case "directories": {
      const folders = [source.before, source.after].map((folder) => resolve(place.cwd, folder))
      const files = folders.flatMap((folder) => [folder, ...names.map(({ path }) => join(folder, path))])
      return { files, gitFiles: [], commonDirectory: undefined }
    }
  }
}
