/** A number as its digits before and after the decimal mark. No arithmetic is done on it. */
export interface Digits {
  whole: string
  fraction: string
}

/**
 * The ways in which digits with separators can be read, whatever the writer's locale: none when they are no number, two when
 * a single separator may stand for thousands (first) or for decimals (second), as in `1,234`.
 */
export function readDigits(text: string): Digits[] {
  const body = text.replace(/[.,]$/, '')
  const marks: string[] = body.match(/[.,]/g) ?? []
  const last = marks.at(-1)
  if (last === undefined) return whole(body, [' ', "'"])

  const other = last === '.' ? ',' : '.'
  const isMixed = marks.includes(other)
  const isRepeated = marks.filter((mark) => mark === last).length > 1
  if (isRepeated) return isMixed ? [] : whole(body, [last])

  const place = body.lastIndexOf(last)
  const head = body.slice(0, place)
  const tail = body.slice(place + 1)
  if (!/^\d+$/.test(tail)) return []

  const asDecimals = (head === '' ? [{whole: '0', fraction: ''}] : whole(head, isMixed ? [other] : [' ', "'"])).map(
    (digits) => ({...digits, fraction: tail}),
  )
  const mayBeThousands = tail.length === 3 && /^[1-9]\d{0,2}$/.test(head)
  return mayBeThousands ? [{whole: head + tail, fraction: ''}, ...asDecimals] : asDecimals
}

/** A whole number, plain or in groups that one of the separators parts: in thousands, or the way of `12,34,567`. */
function whole(text: string, separators: string[]): Digits[] {
  if (/^\d+$/.test(text)) return [{whole: text, fraction: ''}]
  const separator = separators.find((candidate) => text.includes(candidate))
  if (separator === undefined) return []
  const groups = text.split(separator)
  const [first = '', ...rest] = groups
  const isInThousands = /^[1-9]\d{0,2}$/.test(first) && rest.every((group) => /^\d{3}$/.test(group))
  const isInLakhs =
    separator === ',' && /^[1-9]\d?$/.test(first) && rest.every((group, index) => (index === rest.length - 1 ? /^\d{3}$/ : /^\d{2}$/).test(group))
  return isInThousands || isInLakhs ? [{whole: groups.join(''), fraction: ''}] : []
}
