import {defineField, type FieldDefinition} from 'sanity'
import {amountInput} from '../amount/AmountInput'
import {amountProblem} from '../amount/amountProblem'
import {settingsOf, type StripeSyncOptions} from '../options'
import {currencyField} from './currencyField'
import {mapped} from './mapped'
import {metadataField} from './metadataField'
import {currencyOptionsField, customUnitAmountField, recurringField, tiersField, transformQuantityField} from './priceParts'
import {syncFields} from './syncFields'

/**
 * The fields of a price, in groups to be spread into a schema of your own. For a price that is an entry of its product's list, leave `product` out.
 * @public
 */
export interface PriceFields {
  /** The product that the price belongs to. */
  product: FieldDefinition[]
  /** Currency and amount, whether it is sold, its nickname. */
  amount: FieldDefinition[]
  /** How often it is charged. */
  subscription: FieldDefinition[]
  /** Tiers, packages, and amounts that the customer chooses. */
  quantity: FieldDefinition[]
  /** Other currencies, tax behavior, lookup key. */
  checkout: FieldDefinition[]
  /** Metadata. It travels once `tandem.json` names it. */
  extras: FieldDefinition[]
  /** Tandem's own marks. */
  sync: FieldDefinition[]
}

/**
 * The fields of a price under the names that the options give them.
 * @public
 */
export function priceFields(options: StripeSyncOptions = {}): PriceFields {
  const {priceField, productType} = settingsOf(options)
  const currency = priceField('currency') ?? 'currency'
  return {
    product: [defineField({name: 'product', title: 'Product', type: 'reference', to: [{type: productType}], validation: (rule) => rule.required()})],
    amount: amount(options, currency),
    subscription: mapped(priceField('recurring'), recurringField),
    quantity: [
      ...mapped(priceField('tiers_mode'), (field) =>
        defineField({name: field, title: 'Tiers apply', type: 'string', options: {list: [{title: 'Graduated: each unit at the amount of its tier', value: 'graduated'}, {title: 'Volume: all units at the amount of the last tier', value: 'volume'}]}}),
      ),
      ...mapped(priceField('tiers'), (field) => tiersField(field, currency)),
      ...mapped(priceField('transform_quantity'), transformQuantityField),
      ...mapped(priceField('custom_unit_amount'), (field) => customUnitAmountField(field, currency)),
    ],
    checkout: [
      ...mapped(priceField('lookup_key'), (field) =>
        defineField({name: field, title: 'Lookup key', type: 'string', description: 'The name that your code finds the price by. A new price takes it over.', validation: (rule) => rule.max(200)}),
      ),
      ...mapped(priceField('tax_behavior'), (field) => defineField({name: field, title: 'Tax behavior', type: 'string', options: {list: ['inclusive', 'exclusive'], layout: 'radio', direction: 'horizontal'}})),
      ...mapped(priceField('currency_options'), currencyOptionsField),
    ],
    extras: mapped(priceField('metadata'), metadataField),
    sync: syncFields('price'),
  }
}

function amount(options: StripeSyncOptions, currency: string): FieldDefinition[] {
  const {priceField} = settingsOf(options)
  return [
    ...mapped(priceField('currency'), currencyField),
    ...mapped(priceField('unit_amount'), (field) =>
      defineField({
        name: field,
        title: 'Amount',
        type: 'number',
        components: {input: amountInput({currencyField: currency})},
        validation: (rule) =>
          rule.custom((value, {parent}) => {
            const code = (parent as Record<string, unknown> | undefined)?.[currency]
            return amountProblem(value, typeof code === 'string' ? code : undefined) ?? true
          }),
      }),
    ),
    ...mapped(priceField('unit_amount_decimal'), (field) =>
      defineField({
        name: field,
        title: 'Amount, in fractions of the smallest unit',
        type: 'string',
        description: 'For amounts such as 0.05 cents: then it is 0.05 here, and the amount above is empty.',
        hidden: ({value}) => value === undefined,
        validation: (rule) => rule.regex(/^\d{1,15}(\.\d{1,12})?$/, {name: 'decimal'}).error('Write digits, with a point before the decimals: 0.05.'),
      }),
    ),
    ...mapped(priceField('active'), (field) => defineField({name: field, title: 'Active', type: 'boolean', initialValue: true, description: 'Whether it can be bought at this price.'})),
    ...mapped(priceField('nickname'), (field) => defineField({name: field, title: 'Nickname', type: 'string', description: 'Customers do not see it.', validation: (rule) => rule.max(5000)})),
  ]
}
