import { all, one } from "./dom.js"

/** Moves the edge of the swipe, and the strength of the onion skin, with the slider and the pointer. */
export function startPictures(): void {
  addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "range")
      place(target.closest("figure"), Number(target.value))
  })
  addEventListener("pointermove", (event) => {
    const stage = event.target instanceof Element ? event.target.closest(".stage") : null
    const figure = stage?.closest<HTMLElement>("figure")
    if (!stage || !figure?.querySelector("[value=swipe]:checked")) return
    const { left, width } = stage.getBoundingClientRect()
    place(figure, Math.max(0, Math.min(100, ((event.clientX - left) / width) * 100)))
  })
}

function place(figure: HTMLElement | null, percent: number): void {
  if (figure === null) return
  figure.style.setProperty("--at", `${percent}%`)
  const range = one<HTMLInputElement>("input[type=range]", figure)
  if (range) range.value = String(percent)
}

/** Frames hold no script, so that they can be measured. */
export function fitFrames(within: ParentNode): void {
  for (const frame of all<HTMLIFrameElement>("iframe", within)) {
    const measure = (): void => {
      // a frame that is just being filled has a document without an element
      const root: Element | null | undefined = frame.contentDocument?.documentElement
      const height = root?.scrollHeight
      if (height) frame.style.height = `${Math.min(height + 4, TALLEST_FRAME)}px`
    }
    frame.addEventListener("load", measure)
    measure()
  }
}

const TALLEST_FRAME = 640
