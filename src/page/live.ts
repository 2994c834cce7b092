import { all, one } from "./dom.js"
import { type MarkStore, type Marks, marksIn, NO_MARKS } from "./marks.js"
import { type Review, startReview } from "./review.js"

// the script of a page that a server sent: its marks are the server's, and it follows the notebooks
void startLive()

async function startLive(): Promise<void> {
  const review = startReview(serverMarks(await loadMarks()))
  const events = new EventSource("events")
  let page = 0
  const tellVisibility = (): void => {
    void send("visible", { page, visible: document.visibilityState === "visible" }).catch(() => undefined)
  }
  // the server looks at the disk only while somebody looks at the page
  document.addEventListener("visibilitychange", tellVisibility)
  events.addEventListener("hello", ({ data }) => {
    page = Number(data)
    clearBanner()
    if (document.visibilityState !== "visible") tellVisibility()
  })
  events.addEventListener("changed", () => void takeOverFresh(review))
  events.addEventListener("trouble", ({ data }) =>
    banner(`${data} This is the last version that could be read.`),
  )
  events.addEventListener("end", () => {
    events.close()
    banner("nbdiff has ended: this page no longer follows its notebooks, and keeps no marks.")
  })
  // the browser tries again by itself, and a server that is there greets
  events.addEventListener("error", () => banner("nbdiff does not answer: this page may be out of date."))
}

async function takeOverFresh(review: Review): Promise<void> {
  try {
    const answer = await fetch("./")
    if (!answer.ok) return
    review.takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"))
    clearBanner()
  } catch {
    // the next change, or the error of the events, says more
  }
}

function banner(words: string): void {
  const banner = one(".banner") ?? document.createElement("p")
  banner.className = "banner"
  banner.setAttribute("role", "status")
  banner.textContent = words
  one("header.top")?.after(banner)
}

function clearBanner(): void {
  for (const banner of all(".banner")) banner.remove()
}

async function loadMarks(): Promise<Marks> {
  try {
    return marksIn(await (await send("marks", {})).text())
  } catch {
    return NO_MARKS
  }
}

/** Milliseconds after which what is typed is sent. */
const PAUSE = 400

/** Sends what changed of the marks; a note while it is typed only when the typing pauses, or the page goes. */
function serverMarks(loaded: Marks): MarkStore {
  let sent = loaded
  let wanted = loaded
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = (): void => {
    clearTimeout(timer)
    const changes = changesOf(sent, wanted)
    if (changes === undefined) return
    sent = wanted
    send("marks", changes).then(
      ({ ok }) => ok || banner("The marks could not be kept."),
      () => banner("The marks could not be kept: nbdiff does not answer."),
    )
  }
  addEventListener("pagehide", flush)
  return {
    load: () => loaded,
    save({ viewed, notes }) {
      wanted = { viewed: [...viewed], notes: { ...notes } }
      clearTimeout(timer)
      timer = setTimeout(flush, PAUSE)
    },
  }
}

interface MarkChanges {
  readonly viewed: { readonly [key: string]: boolean }
  readonly notes: { readonly [key: string]: string }
}

function changesOf(sent: Marks, wanted: Marks): MarkChanges | undefined {
  const [was, is] = [new Set(sent.viewed), new Set(wanted.viewed)]
  const toggled = [...new Set([...was, ...is])].filter((key) => was.has(key) !== is.has(key))
  const noted = Object.keys({ ...sent.notes, ...wanted.notes })
  const changed = noted.filter((key) => sent.notes[key] !== wanted.notes[key])
  if (toggled.length + changed.length === 0) return undefined
  return {
    viewed: Object.fromEntries(toggled.map((key) => [key, is.has(key)])),
    notes: Object.fromEntries(changed.map((key) => [key, wanted.notes[key] ?? ""])),
  }
}

/** What is sent as the page goes arrives all the same, if it is small. */
function send(action: string, json: object): Promise<Response> {
  const text = JSON.stringify(json)
  const headers = { "content-type": "application/json", "x-nbdiff": "1" }
  return fetch(action, { method: "POST", headers, body: text, keepalive: text.length < LARGEST_KEPT })
}

/** Browsers keep at most 64 KB alive. */
const LARGEST_KEPT = 30_000
