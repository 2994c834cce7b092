export { sideBySideLines } from "../../render/side-by-side.js"
