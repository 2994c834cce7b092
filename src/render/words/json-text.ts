/** JSON for programs that is also fit for a terminal: what would steer it, or turn the direction of the text around,
 *  is there by its number. Every reader of JSON takes it for the character. */
export function safeJson(json: string): string {
  return json.replace(STEERING, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
}

// DEL and C1; marks, embeddings, overrides and isolates of direction; line and paragraph separators. JSON itself
// escapes C0 inside strings.
const STEERING = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g
