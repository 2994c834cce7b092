export { highlight } from "./highlight.js"
