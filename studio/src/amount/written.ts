/** What a person wrote as an amount, taken apart. */
export interface Written {
  /** The digits and their separators: `1 234,56`. */
  body: string
  /** Currency codes and signs beside it, as they were written. */
  units: string[]
  isNegative: boolean
}

const unit = String.raw`[^\d.,'()\-+\s]+(?:\.(?=\s|$))?`
const amount = new RegExp(String.raw`^(${unit})?\s*(-)?\s*(${unit})?\s*([\d.,' ]*\d[.,]?)\s*(${unit})?\s*(-)?$`)

/** Takes an amount apart: `€ 1 234,56`, `(5.00)`, `20,-`, `kr. 199,00`. Null when it is none. */
export function takeApart(text: string): Written | null {
  const plain = plainCharacters(text)
  const inBrackets = /^\((.*)\)$/.exec(plain)?.[1]
  // "20,-" is how a round amount is written in some countries.
  const written = amount.exec((inBrackets ?? plain).trim().replace(/[.,]-{1,2}(?=\D*$)/, ''))
  if (!written) return null
  const [, before, minus, between, body = '', after, trailingMinus] = written
  return {
    body: body.trim(),
    units: [before, between, after].filter((found) => found !== undefined),
    isNegative: inBrackets !== undefined || minus !== undefined || trailingMinus !== undefined,
  }
}

/** What pasted text is full of, in the characters that a keyboard has: other spaces, dashes, apostrophes and digits. */
function plainCharacters(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2019\u2018\u00b4\u0060\u02bc]/g, "'")
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, ',')
    .trim()
}
