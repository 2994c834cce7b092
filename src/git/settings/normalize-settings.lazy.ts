export { normalizeSettings, optionsFor } from "./normalize-settings.js"
