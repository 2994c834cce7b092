/** The address of a link that a reader may follow: to the web or by mail, never to a script, a file or data. */
export function safeLink(href: string): string | undefined {
  const address = href.trim()
  return /^(?:https?:\/\/|mailto:)[^\s\x00-\x1f]*$/i.test(address) ? address : undefined
}
