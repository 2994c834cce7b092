/** What one run of the server is about: a review now, a merge as well. The server knows HTTP, the session what is
 *  after it; nothing that a request says is ever used as a path. */
export interface WebSession {
  /** The whole document. */
  page(): Promise<string>
  /** What the document loads, by the name that is in it: "page.js". */
  readonly assets: ReadonlyMap<string, Asset>
  /** The picture that the document names by this number, if there is one. */
  picture(number: number): Promise<Asset | undefined>
  /** What the page may ask for or send, by name. An action checks its JSON itself, and may answer with more. */
  readonly actions: ReadonlyMap<string, Action>
  /** Looks at the disk, a second after the last look was over, while a page is visible. */
  look(): Promise<Seen>
}

/** What a look came to. "trouble": something cannot be read now, and the page shows the last that could. */
export type Seen =
  | { readonly kind: "same" }
  | { readonly kind: "changed" }
  | { readonly kind: "trouble"; readonly message: string }

export interface Asset {
  readonly type: string
  readonly bytes: Uint8Array | string
}

/** `body` is what JSON.parse made of the request. */
export type Action = (body: unknown) => Promise<ActionAnswer> | ActionAnswer

export type ActionAnswer =
  | { readonly kind: "answer"; readonly json: unknown }
  /** The request is not what the action takes, or cannot be done now: one line for the page to show. */
  | { readonly kind: "refused"; readonly status: 400 | 409 | 500; readonly message: string }
  /** The same as "answer", and the server ends afterward. */
  | { readonly kind: "last"; readonly json: unknown }
