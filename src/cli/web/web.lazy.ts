import { openObjects } from "../../git/repository/object-reader.js"
import { openMarks } from "../../web/review/marks.js"
import { openPictures } from "../../web/review/pictures.js"
import { openReview } from "../../web/review/review-session.js"
import { marksFile } from "../../web/review/watched-files.js"
import { servePage } from "../page/serve-page.js"
import { Exit, type ExitCode, gitTrouble, trouble } from "../terminal/exit-code.js"
import { reviewSource, type WebReview } from "./web-source.js"

/** Serves the notebooks that a diff's operands name as a page, until the page is closed. */
export async function serveReview(review: WebReview): Promise<ExitCode> {
  const objects = openObjects(review.place)
  try {
    const pictures = openPictures(objects)
    const renderer = await import("../views/html-view.lazy.js")
    const source = reviewSource(review, pictures, renderer)
    const marks = openMarks(await marksFile(review.place))
    const script = { type: "text/javascript; charset=utf-8", bytes: renderer.livePageFiles().script }
    const assets = new Map([["page.js", script]])
    const opened = await openReview({ source, marks, pictures, assets })
    if (opened.kind === "trouble") return gitTrouble(opened.message)
    const ending = await servePage(opened.session, review.web)
    if (ending.kind === "trouble") return trouble(ending.message)
    return review.exitCode && opened.session.differs() ? Exit.difference : Exit.ok
  } finally {
    objects.close()
  }
}
