import { all } from "../dom.js"

/** One step, as the server understands it. */
export interface Action {
  readonly kind: string
  readonly [key: string]: unknown
}

/** What the server says of the merge. */
export interface MergeState {
  readonly parts: readonly { readonly hash: string; readonly html?: string }[]
  readonly outline: string
  readonly resolved: number
  readonly total: number
  readonly order: readonly number[]
  readonly actions: readonly Action[]
  readonly revision: number
  readonly isSaved: boolean
  /** Steps of an earlier session that can be taken up again. */
  readonly offered: number
  readonly message?: string
}

export type Saved =
  | { readonly kind: "saved"; readonly left: number; readonly canAdd: boolean; readonly revision: number }
  | { readonly kind: "changed"; readonly message: string }

/** Asks for what is shown now; elements that the page has are not sent again. */
export function ask(action: string, json: object): Promise<MergeState> {
  const have = all("#parts>[data-h]").map(({ dataset }) => dataset.h)
  return send<MergeState>(action, { ...json, have })
}

export async function send<T>(action: string, json: object): Promise<T> {
  const headers = { "content-type": "application/json", "x-nbdiff": "1" }
  const answer = await fetch(action, { method: "POST", headers, body: JSON.stringify(json) })
  if (!answer.ok) throw new Error(`nbdiff refused: ${answer.status}`)
  return (await answer.json()) as T
}
