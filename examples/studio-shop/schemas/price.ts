import {defineField, defineType} from 'sanity'

/** What a product costs, in minor units of a currency: cents, pence, yen. */
export const price = defineType({
  name: 'price',
  title: 'Price',
  type: 'document',
  fields: [
    defineField({
      name: 'product',
      title: 'Product',
      type: 'reference',
      to: [{type: 'product'}],
      validation: (rule) => rule.required(),
    }),
    defineField({name: 'unit_amount', title: 'Amount in minor units', type: 'number', validation: (rule) => rule.required().integer().min(0)}),
    defineField({
      name: 'currency',
      title: 'Currency',
      type: 'string',
      initialValue: 'eur',
      validation: (rule) => rule.required().regex(/^[a-z]{3}$/, {name: 'lower-case currency code'}),
    }),
    defineField({name: 'active', title: 'Active', type: 'boolean', initialValue: true}),
    defineField({name: 'nickname', title: 'Nickname', type: 'string'}),
    defineField({name: 'stripePriceId', title: 'Stripe price', type: 'string', readOnly: true}),
    defineField({name: 'updatedFromStripe', type: 'boolean', hidden: true, readOnly: true}),
  ],
  preview: {
    select: {amount: 'unit_amount', currency: 'currency', product: 'product.name'},
    prepare: ({amount, currency, product}) => ({title: `${amount ?? '?'} ${currency ?? ''}`.trim(), subtitle: product}),
  },
})
