/**
 * A field's place as Tandem writes it (`seo.title`, `title[en].value`, `title[language=en].value`), as the Studio's address writes it.
 * Entries that are found by something other than their key cannot be named there: then it is the list that holds them.
 */
export function studioPath(path: string): string {
  const nameable = path.replace(/\[[^\]]*=.*$/, '')
  return nameable.replace(/\[([^\]]+)\]/g, '[_key=="$1"]')
}

/** The field of the document that a place lies in: `title` of `title[en].value`. */
export function rootField(path: string): string {
  return /^[^.[]+/.exec(path)?.[0] ?? path
}
