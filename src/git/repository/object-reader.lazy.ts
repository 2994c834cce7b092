export { openObjects } from "./object-reader.js"
