import { body } from "./dom.js"
import { browserMarks } from "./marks.js"
import { startReview } from "./review.js"

// the script of a page that is a file
startReview(browserMarks(body.dataset.id ?? ""))
