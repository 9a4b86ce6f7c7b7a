import {type CurrencyRule, currencyRule, isCurrencyCode, isKnownCurrency} from './currencies'
import {editableAmount, formatAmount, mostMinorUnits} from './format'
import {type Digits, readDigits} from './separators'
import {takeApart} from './written'

/**
 * What a typed or pasted amount means.
 * @public
 */
export type AmountReading =
  | {kind: 'empty'}
  | {kind: 'amount'; minorUnits: number}
  /** It can be read in more than one way: the person chooses, or writes it differently. */
  | {kind: 'ambiguous'; message: string; choices: number[]}
  | {kind: 'invalid'; message: string}

/**
 * Reads an amount that a person wrote in the main unit of a currency, whatever their locale: `19.99`, `1.234,56`, `1'234.56`, `€ 1 234,56`.
 * Exact: digits are moved, nothing is calculated in floating point and nothing is rounded.
 * @public
 */
export function readAmount(text: string, currency: string | undefined): AmountReading {
  if (text.trim() === '') return {kind: 'empty'}
  if (!currency || !isCurrencyCode(currency)) {
    return invalid('Choose the currency first: it says how many decimals an amount has.')
  }

  const rule = currencyRule(currency)
  const written = takeApart(text)
  if (!written) return invalid(notAnAmount(text, rule))
  const foreign = written.units.find((unit) => !isOf(unit, rule))
  if (foreign !== undefined) return invalid(foreignUnit(foreign, text, rule))

  // Where nobody writes decimals, a separator before three digits can only part thousands.
  const readings = readDigits(written.body).slice(0, rule.decimals === 0 ? 1 : 2)
  const [first, second] = readings
  if (!first) return invalid(notAnAmount(text, rule))
  if (written.isNegative) return invalid('An amount cannot be negative. Write it without the minus; discounts are coupons in Stripe.')
  return second ? ambiguous(text, readings, rule) : toMinorUnits(first, rule)
}

/** The digits, moved to where the minor unit is. */
function toMinorUnits({whole, fraction}: Digits, rule: CurrencyRule): AmountReading {
  const significant = fraction.replace(/0+$/, '')
  const exact = BigInt(whole + significant.slice(0, rule.exponent).padEnd(rule.exponent, '0'))
  if (exact > BigInt(mostMinorUnits)) return invalid('This amount is too large: Stripe takes at most 15 digits.')

  const minorUnits = Number(exact)
  const isTooFine = significant.length > rule.decimals
  if (!isTooFine && minorUnits % rule.multipleOf === 0) return {kind: 'amount', minorUnits}

  const below = minorUnits - (minorUnits % rule.multipleOf)
  const neighbours = [below, below + rule.multipleOf].map((neighbour) => editableAmount(neighbour, rule.name)).join(' or ')
  const written = fraction ? `${whole}.${fraction}` : whole
  const why = !isTooFine
    ? `Stripe takes only two of the three decimals of ${rule.name}, so ${written} cannot be charged.`
    : rule.decimals === 0
      ? `${rule.name} has no decimals, so ${written} cannot be charged.`
      : `${rule.name} has ${rule.decimals} decimals, and ${written} has ${significant.length}.`
  return invalid(`${why} Write ${neighbours}.`)
}

function ambiguous(text: string, readings: Digits[], rule: CurrencyRule): AmountReading {
  const choices = readings.flatMap((digits) => {
    const reading = toMinorUnits(digits, rule)
    return reading.kind === 'amount' ? [reading.minorUnits] : []
  })
  const mark = text.includes(',') ? 'comma' : 'point'
  const shown = choices.map((choice) => formatAmount(choice, rule.name))
  return {
    kind: 'ambiguous',
    choices,
    message:
      shown.length > 1
        ? `“${text.trim()}” can mean ${shown.join(' or ')}. Choose one, or write it without a thousands separator.`
        : `Does the ${mark} in “${text.trim()}” part thousands? Then it is ${shown.join()}: choose that, or write it without the ${mark}. As decimals it is too fine: ${rule.name} has ${rule.decimals}.`,
  }
}

function isOf(unit: string, rule: CurrencyRule): boolean {
  const written = unit.replace(/\.$/, '').toLowerCase()
  return [rule.name, sign(rule.name, 'symbol'), sign(rule.name, 'narrowSymbol')].some((known) => known.toLowerCase() === written)
}

function sign(code: string, currencyDisplay: 'symbol' | 'narrowSymbol'): string {
  // Intl knows codes of three letters only, Stripe also USDC.
  if (code.length !== 3) return code
  const parts = new Intl.NumberFormat('en', {style: 'currency', currency: code, currencyDisplay}).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? code
}

function foreignUnit(unit: string, text: string, rule: CurrencyRule): string {
  return isKnownCurrency(unit) || /\p{Sc}/u.test(unit)
    ? `This price is in ${rule.name}, and “${text.trim()}” is in another currency. Write the amount in ${rule.name}, or change the currency first.`
    : notAnAmount(text, rule)
}

function notAnAmount(text: string, rule: CurrencyRule): string {
  return `“${text.trim()}” is not an amount. Write it like ${editableAmount(1999 * rule.multipleOf, rule.name)}.`
}

function invalid(message: string): AmountReading {
  return {kind: 'invalid', message}
}
