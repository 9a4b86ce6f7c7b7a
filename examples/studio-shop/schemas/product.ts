import {defineArrayMember, defineField, defineType} from 'sanity'

/** What the shop sells. */
export const product = defineType({
  name: 'product',
  title: 'Product',
  type: 'document',
  fields: [
    defineField({name: 'name', title: 'Name', type: 'string', validation: (rule) => rule.required()}),
    defineField({name: 'slug', title: 'Slug', type: 'slug', options: {source: 'name'}}),
    defineField({name: 'description', title: 'Description', type: 'text', rows: 3}),
    defineField({name: 'images', title: 'Images', type: 'array', of: [defineArrayMember({type: 'image'})]}),
    defineField({name: 'active', title: 'Active', type: 'boolean', initialValue: true}),
    defineField({name: 'brand', title: 'Brand', type: 'string'}),
    defineField({name: 'default_price', title: 'Default price', type: 'reference', to: [{type: 'price'}]}),
    defineField({
      name: 'prices',
      title: 'Prices',
      type: 'array',
      of: [defineArrayMember({type: 'reference', to: [{type: 'price'}]})],
    }),
    defineField({name: 'stripeProductId', title: 'Stripe product', type: 'string', readOnly: true}),
    defineField({name: 'updatedFromStripe', type: 'boolean', hidden: true, readOnly: true}),
  ],
  preview: {select: {title: 'name', subtitle: 'stripeProductId', media: 'images.0'}},
})
