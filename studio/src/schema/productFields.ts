import {defineArrayMember, defineField, type FieldDefinition, getPublishedId} from 'sanity'
import {settingsOf, type StripeSyncOptions} from '../options'
import {mapped} from './mapped'
import {metadataField} from './metadataField'
import {syncFields} from './syncFields'

/**
 * The fields of a product, in groups to be spread into a schema of your own.
 * @public
 */
export interface ProductFields {
  /** Name, slug, description, images, whether it is sold, brand. */
  content: FieldDefinition[]
  /** The default price and all prices; empty where prices are no documents. */
  pricing: FieldDefinition[]
  /** The rarer fields of Stripe's products. They travel once `tandem.json` names them. */
  extras: FieldDefinition[]
  /** Tandem's own marks. */
  sync: FieldDefinition[]
}

/**
 * The fields of a product under the names that the options give them.
 * @public
 */
export function productFields(options: StripeSyncOptions = {}): ProductFields {
  return {content: content(options), pricing: pricing(options), extras: extras(options), sync: syncFields('product')}
}

function content(options: StripeSyncOptions): FieldDefinition[] {
  const {productField} = settingsOf(options)
  const name = productField('name')
  return [
    ...mapped(name, (field) => defineField({name: field, title: 'Name', type: 'string', validation: (rule) => rule.required().max(5000)})),
    defineField({
      name: 'slug',
      title: 'Slug',
      type: 'slug',
      ...(name && {options: {source: name}}),
      description: 'The address of the product on your site. It stays in Sanity.',
    }),
    ...mapped(productField('description'), (field) =>
      defineField({name: field, title: 'Description', type: 'text', rows: 4, validation: (rule) => rule.max(40000)}),
    ),
    ...mapped(productField('images'), (field) =>
      defineField({
        name: field,
        title: 'Images',
        type: 'array',
        of: [defineArrayMember({type: 'image', options: {hotspot: true}})],
        validation: (rule) => rule.max(8).warning('Stripe takes eight pictures: the first eight go, the others stay here.'),
      }),
    ),
    ...mapped(productField('active'), (field) =>
      defineField({
        name: field,
        title: 'Active',
        type: 'boolean',
        initialValue: true,
        description: 'Whether the product is sold. When this is off, it is archived in Stripe.',
      }),
    ),
    ...mapped(productField('metadata.brand'), (field) => defineField({name: field, title: 'Brand', type: 'string', validation: (rule) => rule.max(500)})),
  ]
}

function pricing(options: StripeSyncOptions): FieldDefinition[] {
  const {priceType, productField} = settingsOf(options)
  if (priceType === null) return []
  return [
    ...mapped(productField('default_price'), (field) =>
      defineField({
        name: field,
        title: 'Default price',
        type: 'reference',
        to: [{type: priceType}],
        description: 'One of the prices of this product.',
        options: {
          disableNew: true,
          filter: ({document}) => ({filter: 'product._ref == $product', params: {product: getPublishedId(document._id)}}),
        },
      }),
    ),
    defineField({
      name: 'prices',
      title: 'Prices',
      type: 'array',
      of: [defineArrayMember({type: 'reference', to: [{type: priceType}]})],
      description: 'Prices that are made in Stripe are added by the sync; add others where your website reads this list. Which product a price belongs to is said in the price.',
    }),
  ]
}

function extras(options: StripeSyncOptions): FieldDefinition[] {
  const {productField} = settingsOf(options)
  return [
    ...mapped(productField('tax_code'), (field) =>
      defineField({
        name: field,
        title: 'Tax code',
        type: 'string',
        placeholder: 'txcd_…',
        validation: (rule) => rule.regex(/^txcd_\w+$/, {name: 'tax code'}).error('A tax code of Stripe starts with txcd_.'),
      }),
    ),
    ...mapped(productField('unit_label'), (field) =>
      defineField({name: field, title: 'Unit label', type: 'string', description: 'What is counted: seat, hour.', validation: (rule) => rule.max(12)}),
    ),
    ...mapped(productField('url'), (field) => defineField({name: field, title: 'Address', type: 'url', description: 'A public page about the product.'})),
    ...mapped(productField('statement_descriptor'), (field) =>
      defineField({
        name: field,
        title: 'Statement descriptor',
        type: 'string',
        description: "What stands on the customer's bank statement.",
        validation: (rule) =>
          rule
            .max(22)
            .regex(/^(?=.*[A-Za-z])[^<>\\"']*$/, {name: 'statement descriptor'})
            .error('At most 22 characters, one of them a letter, none of < > \\ " \'.'),
      }),
    ),
    ...mapped(productField('shippable'), (field) =>
      defineField({name: field, title: 'Shippable', type: 'boolean', description: 'Once it is set, Stripe cannot unset it again.'}),
    ),
    ...mapped(productField('package_dimensions'), (field) =>
      defineField({
        name: field,
        title: 'Package',
        type: 'object',
        description: 'All four, or none: height, length and width in inches, weight in ounces.',
        options: {columns: 2},
        fields: ['height', 'length', 'width', 'weight'].map((name) => defineField({name, type: 'number', validation: (rule) => rule.positive().precision(2)})),
      }),
    ),
    ...mapped(productField('marketing_features'), (field) =>
      defineField({
        name: field,
        title: 'Marketing features',
        type: 'array',
        of: [defineArrayMember({type: 'string', validation: (rule) => rule.max(80)})],
        validation: (rule) => rule.max(15),
      }),
    ),
    ...mapped(productField('metadata'), metadataField),
  ]
}
