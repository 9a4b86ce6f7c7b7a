import {defineArrayMember, defineField, type FieldDefinition} from 'sanity'
import {amountInput} from '../amount/AmountInput'
import {currencyField} from './currencyField'

/** How often a price is charged; unset for one that is paid once. */
export function recurringField(name: string): FieldDefinition {
  return defineField({
    name,
    title: 'Recurring',
    type: 'object',
    description: 'Leave it empty for a price that is paid once. A change needs a new price in Stripe.',
    options: {collapsible: true, collapsed: true, columns: 2},
    fields: [
      defineField({name: 'interval', title: 'Interval', type: 'string', options: {list: ['day', 'week', 'month', 'year']}}),
      defineField({name: 'interval_count', title: 'Every so many intervals', type: 'number', validation: (rule) => rule.integer().positive()}),
      defineField({name: 'trial_period_days', title: 'Trial, in days', type: 'number', validation: (rule) => rule.integer().positive()}),
      defineField({name: 'usage_type', title: 'Usage', type: 'string', options: {list: ['licensed', 'metered']}}),
      defineField({name: 'meter', title: 'Meter', type: 'string', placeholder: 'mtr_…', hidden: ({parent}) => (parent as {usage_type?: string} | undefined)?.usage_type !== 'metered'}),
    ],
  })
}

/** Amounts up to ascending quantities, instead of one amount. */
export function tiersField(name: string, currency: string): FieldDefinition {
  const input = amountInput({currencyField: currency, up: 3})
  return defineField({
    name,
    title: 'Tiers',
    type: 'array',
    description: 'Instead of an amount, for recurring prices. A change needs a new price in Stripe.',
    of: [
      defineArrayMember({
        type: 'object',
        name: 'priceTier',
        title: 'Tier',
        fields: [
          defineField({name: 'up_to', title: 'Up to', type: 'number', description: 'Empty in the last tier.', validation: (rule) => rule.integer().positive()}),
          defineField({name: 'unit_amount', title: 'Amount for each', type: 'number', components: {input}, validation: (rule) => rule.integer().min(0)}),
          defineField({name: 'flat_amount', title: 'Amount for the whole tier', type: 'number', components: {input}, validation: (rule) => rule.integer().min(0)}),
        ],
        preview: {
          select: {upTo: 'up_to'},
          prepare: ({upTo}: {upTo?: number}) => ({title: upTo === undefined ? 'All beyond' : `Up to ${upTo}`}),
        },
      }),
    ],
  })
}

/** How many units are charged as one. */
export function transformQuantityField(name: string): FieldDefinition {
  return defineField({
    name,
    title: 'Packages',
    type: 'object',
    description: 'How many units are charged as one; not with tiers. A change needs a new price in Stripe.',
    options: {collapsible: true, collapsed: true, columns: 2},
    fields: [
      defineField({name: 'divide_by', title: 'Units in a package', type: 'number', validation: (rule) => rule.integer().positive()}),
      defineField({name: 'round', title: 'A package that is not full', type: 'string', options: {list: [{title: 'counts', value: 'up'}, {title: 'is free', value: 'down'}]}}),
    ],
  })
}

/** Limits between which the customer chooses the amount. */
export function customUnitAmountField(name: string, currency: string): FieldDefinition {
  const input = amountInput({currencyField: currency, up: 2})
  const isOff = ({parent}: {parent?: {enabled?: boolean}}) => !parent?.enabled
  return defineField({
    name,
    title: 'The customer chooses the amount',
    type: 'object',
    description: 'Instead of an amount; not for recurring prices. A change needs a new price in Stripe.',
    options: {collapsible: true, collapsed: true},
    fields: [
      defineField({name: 'enabled', title: 'Enabled', type: 'boolean'}),
      ...[['minimum', 'At least'], ['maximum', 'At most'], ['preset', 'Suggested']].map(([field = '', title = '']) =>
        defineField({name: field, title, type: 'number', components: {input}, hidden: isOff, validation: (rule) => rule.integer().min(0)}),
      ),
    ],
  })
}

/** What the price costs in other currencies. */
export function currencyOptionsField(name: string): FieldDefinition {
  return defineField({
    name,
    title: 'Other currencies',
    type: 'array',
    description: 'One that is taken out needs a new price in Stripe.',
    of: [
      defineArrayMember({
        type: 'object',
        name: 'currencyOption',
        title: 'Currency',
        fields: [
          currencyField('currency'),
          defineField({name: 'unit_amount', title: 'Amount', type: 'number', components: {input: amountInput()}, validation: (rule) => rule.integer().min(0)}),
          defineField({name: 'tax_behavior', title: 'Tax behavior', type: 'string', options: {list: ['inclusive', 'exclusive'], layout: 'radio', direction: 'horizontal'}}),
        ],
        preview: {select: {title: 'currency'}},
      }),
    ],
  })
}
