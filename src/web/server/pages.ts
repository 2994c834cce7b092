import type { ServerResponse } from "node:http"
import type { Life } from "./life.js"

/** The pages that are open now. Each holds one answer open, on which it hears of changes; when that connection ends,
 *  the page was closed. */
export interface Pages {
  add(answer: ServerResponse): void
  setVisible(page: number, visible: boolean): void
  isAnyVisible(): boolean
  /** Tells every page; `text` is one line. */
  tell(event: "changed" | "trouble", text?: string): void
  /** Sends every page the message that no more messages follow. */
  end(): void
}

interface OpenPage {
  readonly answer: ServerResponse
  isVisible: boolean
}

/** Milliseconds after which a silent connection may be cut by a proxy, and a dead one is not noticed. */
const HEARTBEAT = 15_000

export function openPages(life: Life): Pages {
  const pages = new Map<number, OpenPage>()
  let last = 0
  return {
    add(answer) {
      const id = ++last
      const leave = life.open()
      pages.set(id, { answer, isVisible: true })
      const heart = setInterval(() => answer.write(":\n\n"), HEARTBEAT)
      answer.on("close", () => {
        clearInterval(heart)
        pages.delete(id)
        leave()
      })
      answer.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" })
      answer.write(`retry: 1000\nevent: hello\ndata: ${id}\n\n`)
    },
    setVisible(page, visible) {
      const known = pages.get(page)
      if (known !== undefined) known.isVisible = visible
    },
    isAnyVisible: () => [...pages.values()].some(({ isVisible }) => isVisible),
    tell(event, text = "") {
      const line = text.replace(/[\r\n]+/g, " ")
      for (const { answer } of pages.values()) answer.write(`event: ${event}\ndata: ${line}\n\n`)
    },
    end() {
      for (const { answer } of pages.values()) answer.end("event: end\ndata:\n\n")
    },
  }
}
