/** What a reader leaves on a page, by the keys of the cells' changes: a change that changes again has another key. */
export interface Marks {
  readonly viewed: readonly string[]
  readonly notes: { readonly [key: string]: string }
}

/** Where marks are kept. */
export interface MarkStore {
  readonly load: () => Marks
  readonly save: (marks: Marks) => void
}

export const NO_MARKS: Marks = { viewed: [], notes: {} }

/** Keeps marks in the browser, which may not allow it to a file: they then last as long as the page. */
export function browserMarks(page: string): MarkStore {
  const key = `marks:${page}`
  return {
    load: () => marksIn(readSetting(key)),
    save: (marks) => writeSetting(key, JSON.stringify(marks)),
  }
}

/** Reads stored marks; what is not marks is none. */
export function marksIn(text: string | undefined): Marks {
  try {
    const { viewed, notes } = JSON.parse(text ?? "") as Partial<Marks>
    return { viewed: Array.isArray(viewed) ? viewed : [], notes: typeof notes === "object" ? notes : {} }
  } catch {
    return NO_MARKS
  }
}

export function readSetting(key: string): string | undefined {
  try {
    return localStorage.getItem(`nbdiff:${key}`) ?? undefined
  } catch {
    return undefined
  }
}

export function writeSetting(key: string, value: string): void {
  try {
    localStorage.setItem(`nbdiff:${key}`, value)
  } catch {
    // a file's page may not be allowed to keep anything
  }
}
