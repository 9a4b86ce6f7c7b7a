import {defineField, type FieldDefinition} from 'sanity'
import {currencyCodes} from '../amount/currencies'

/** A currency's code, in lower case as Stripe keeps it, chosen from those that Stripe takes. */
export function currencyField(name: string): FieldDefinition {
  return defineField({
    name,
    title: 'Currency',
    type: 'string',
    options: {list: currencyCodes.map((code) => ({title: titleOf(code), value: code}))},
    validation: (rule) => rule.required(),
  })
}

function titleOf(code: string): string {
  const name = code.toUpperCase()
  // Intl knows codes of three letters only, Stripe also USDC.
  const spoken = name.length === 3 ? new Intl.DisplayNames('en', {type: 'currency'}).of(name) : undefined
  return spoken && spoken !== name ? `${name}: ${spoken}` : name
}
