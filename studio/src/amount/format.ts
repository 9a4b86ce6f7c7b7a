import {type CurrencyRule, currencyRule} from './currencies'

/**
 * An amount for people, with its currency: `1999` of `eur` is `19.99 EUR`, `1999` of `jpy` is `1,999 JPY`.
 * @public
 */
export function formatAmount(minorUnits: number, currency: string): string {
  const rule = currencyRule(currency)
  const {whole, fraction} = split(minorUnits, rule)
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${grouped}${fraction && `.${fraction}`} ${rule.name}`
}

/**
 * An amount as a person would type it to get the same one: no currency, no grouping.
 * `1.500` could be read in two ways, so the last zero of a third decimal is left out.
 */
export function editableAmount(minorUnits: number, currency: string): string {
  const {whole, fraction} = split(minorUnits, currencyRule(currency))
  const shown = fraction.length === 3 && fraction.endsWith('0') ? fraction.slice(0, 2) : fraction
  return shown ? `${whole}.${shown}` : whole
}

/** Whether a field's value is one that amounts in minor units can have: a whole number, not below zero, of at most 15 digits. */
export function isMinorUnits(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostMinorUnits
}

/** Stripe takes 15 digits; JavaScript's numbers hold as many exactly. */
export const mostMinorUnits = 999_999_999_999_999

function split(minorUnits: number, {exponent, decimals}: CurrencyRule): {whole: string; fraction: string} {
  const digits = String(minorUnits).padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const fraction = digits.slice(digits.length - exponent)
  return {whole, fraction: decimals === 0 && /^0*$/.test(fraction) ? '' : fraction}
}
