import {currencyRule} from './currencies'
import {editableAmount, isMinorUnits} from './format'

/** What is wrong with an amount that a document holds, as a sentence for the editor; null when nothing is. */
export function amountProblem(value: unknown, currency: string | undefined): string | null {
  if (value === undefined || value === null) return null
  if (!isMinorUnits(value)) {
    return `This field holds ${JSON.stringify(value)}. It must be a whole number of the currency's smallest unit, not below zero and of at most 15 digits: 19.99 EUR is 1999.`
  }
  if (!currency) return null
  const {multipleOf, name} = currencyRule(currency)
  if (value % multipleOf === 0) return null
  return multipleOf === 100
    ? `${name} has no decimals, so ${editableAmount(value, currency)} cannot be charged.`
    : `Stripe takes only two of the three decimals of ${name}, so ${editableAmount(value, currency)} cannot be charged.`
}
