/** A JSON text and the spans of every value in it: the file is the truth, and this is its index.
 *
 *  `tape` holds `NODE_SIZE` numbers a node: the byte offsets where its value starts and ends, and the node
 *  that follows its subtree. An object's children are its keys and values in turn, as they are in the
 *  file; an array's children are its items. The root is node 0. */
export interface JsonText {
  readonly bytes: Uint8Array
  readonly tape: Int32Array
  /** The same bytes as a string, where the file is ASCII and not large: a part of it is then had for nothing. */
  readonly ascii: string | undefined
  /** What it was found to share with the version that it was read beside. */
  readonly shared?: SharedEnds | undefined
}

/** The bytes that two versions of a text begin and end with. */
export interface SharedEnds {
  readonly like: JsonText
  /** Up to here the text is as `like` from its start on. */
  readonly head: number
  /** From here on the text is as `like` up to its end. */
  readonly tail: number
  /** Bytes by which the text is longer than `like`. */
  readonly shift: number
}

/** Numbers a node takes on the tape. */
export const NODE_SIZE = 3
