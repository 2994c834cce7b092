export const root = document.documentElement
export const body = document.body

export function all<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T[] {
  return [...within.querySelectorAll<T>(selector)]
}

export function one<T extends Element = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): T | undefined {
  return within.querySelector<T>(selector) ?? undefined
}
