import type { Take } from "../../merge/rework/action.js"
import type { PlaceState } from "../../merge/rework/rework-state.js"
import { safeText } from "../../render/ink/safe-text.js"
import { type Html, html, NOTHING } from "../markup/html.js"

/** One place of a conflict: what it can become, and what it became. */
export interface Place {
  readonly conflict: number
  readonly place: number
  /** "Place 2 of 5", for who does not see the page. */
  readonly name: string
  readonly state: PlaceState
  readonly takes: readonly Take[]
  readonly versions: Readonly<Record<VersionName, Version | undefined>>
  /** A text of one's own can be written. */
  readonly isWritable: boolean
  /** The lines of what was chosen; not asked for while it is open. */
  readonly result: () => Html
}

type VersionName = "ours" | "base" | "theirs"

export interface Version {
  /** The branch or commit, where it is known. */
  readonly label: string
  readonly body: Html
  /** What the button says where it is not "Take ours". */
  readonly action?: string
}

/** Returns a place: its versions side by side with a button under each, or what was chosen as one tinted strip. */
export function placeView(place: Place): Html {
  const { conflict, place: at, state, name } = place
  const look = lookOf(state)
  return html`<div class="place ${look}" data-c="${conflict}" data-p="${at}" tabindex="-1" role="group" aria-label="${name}, ${state === undefined ? "open" : stateWords(state)}">${state === undefined ? openPlace(place) : resolvedPlace(place, state)}</div>`
}

function lookOf(state: PlaceState): string {
  if (state === undefined) return "open"
  if (typeof state === "object") return "strip own"
  return `strip ${state.replace("-reversed", "")}`
}

function stateWords(state: Exclude<PlaceState, undefined>): string {
  return typeof state === "object" ? "Written by you" : STATE_WORDS[state]
}

const STATE_WORDS = {
  ours: "Ours taken",
  theirs: "Theirs taken",
  base: "As it was before",
  union: "Both taken, ours first",
  "union-reversed": "Both taken, theirs first",
} as const satisfies Record<Take, string>

function resolvedPlace({ isWritable, result }: Place, state: Exclude<PlaceState, undefined>): Html {
  const edit = isWritable && html` <button type="button" data-act="write">edit</button>`
  return html`<p class="sh"><b>${stateWords(state)}</b> <button type="button" data-act="reopen">change</button>${edit}</p>${result()}`
}

const COLUMNS = [
  { side: "ours", heading: "Ours", take: "Take ours", key: "1" },
  { side: "base", heading: "Before", take: "As it was", key: "3" },
  { side: "theirs", heading: "Theirs", take: "Take theirs", key: "2" },
] as const

function openPlace({ takes, versions, isWritable }: Place): Html {
  const columns = COLUMNS.flatMap(({ side, heading, take, key }) => {
    const version = versions[side]
    if (version === undefined) return []
    const { label, body, action = take } = version
    const button = takes.includes(side) && takeButton(side, action, key)
    const isNamed = label !== "" && label !== side && label.toLowerCase() !== heading.toLowerCase()
    return [
      html`<div class="v ${side}"><p class="vh"><b>${heading}</b>${isNamed && html` <small>${safeText(label)}</small>`}</p>${body}<div class="take">${button}</div></div>`,
    ]
  })
  const more = [
    takes.includes("union") &&
      takeButton("union", takes.includes("union-reversed") ? "Both, ours first" : "Keep both", "4"),
    takes.includes("union-reversed") && takeButton("union-reversed", "Both, theirs first", "5"),
    isWritable &&
      html`<button type="button" data-act="write">Write it yourself<kbd aria-hidden="true">e</kbd></button>`,
  ].filter((button) => button !== false)
  return html`<div class="three n${columns.length}">${columns}</div>${more.length > 0 ? html`<div class="more">${more}</div>` : NOTHING}`
}

function takeButton(take: Take, words: string, key: string): Html {
  return html`<button type="button" data-take="${take}">${words}<kbd aria-hidden="true">${key}</kbd></button>`
}
