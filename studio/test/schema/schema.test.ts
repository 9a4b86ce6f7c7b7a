import {readFileSync} from 'node:fs'
import {createSchema, type FieldDefinition, type ObjectSchemaType} from 'sanity'
import {expect, test} from 'vitest'
import type {StripeSyncOptions} from '../../src'
import {priceFields, priceType, productFields, productType} from '../../src'

const mapping = JSON.parse(readFileSync(new URL('../../../docs/tandem.schema.json', import.meta.url), 'utf8')) as Record<
  'properties',
  Record<'product' | 'price', {properties: {fields: {properties: object}}}>
>
const carried = (kind: 'product' | 'price') => Object.keys(mapping.properties[kind].properties.fields.properties)
const names = (fields: FieldDefinition[]) => fields.map(({name}) => name)

function compiled(options: StripeSyncOptions = {}) {
  const schema = createSchema({name: 'test', types: [productType(options), priceType(options)]})
  const problems = schema._validation?.flatMap(({problems}) => problems).filter(({severity}) => severity === 'error') ?? []
  expect(problems).toEqual([])
  const type = (name: string) => schema.get(name) as ObjectSchemaType
  return {type, fields: (name: string) => type(name).fields.map((field) => field.name)}
}

test('the types are what the Studio accepts, and hold what the default mapping carries', () => {
  const {fields} = compiled()
  const usual = (field: string) => (field === 'metadata.brand' ? 'brand' : field)
  const rarer = names([...productFields().extras, ...priceFields().extras])
  expect(fields('product')).toEqual(
    expect.arrayContaining(
      carried('product')
        .map(usual)
        .filter((field) => !rarer.includes(field)),
    ),
  )
  expect(fields('product')).toEqual(expect.arrayContaining(['slug', 'prices', 'stripeProductId', 'updatedFromStripe']))
  expect(fields('price')).toEqual(expect.arrayContaining(carried('price').filter((field) => !rarer.includes(field))))
  expect(fields('price')).toEqual(expect.arrayContaining(['product', 'unit_amount_decimal', 'stripePriceId', 'updatedFromStripe']))
})

test('every field that tandem.json can name has a field to be spread', () => {
  const product = productFields()
  const price = priceFields()
  expect(names(Object.values(product).flat())).toEqual(
    expect.arrayContaining(carried('product').map((field) => (field === 'metadata.brand' ? 'brand' : field))),
  )
  expect(names(Object.values(price).flat())).toEqual(expect.arrayContaining(carried('price')))
})

test('the flag is hidden and read-only, and called as in the seed; the ids are read-only', () => {
  const {type} = compiled()
  for (const [name, id] of [
    ['product', 'stripeProductId'],
    ['price', 'stripePriceId'],
  ] as const) {
    const field = (wanted: string) => type(name).fields.find((candidate) => candidate.name === wanted)?.type
    expect(field('updatedFromStripe')).toMatchObject({jsonType: 'boolean', hidden: true, readOnly: true, title: 'Updated from Stripe'})
    expect(field(id)).toMatchObject({jsonType: 'string', readOnly: true})
  }
})

test('types and fields have the names that the options give them', () => {
  const {fields, type} = compiled({
    types: {product: 'shopItem', price: 'tariff'},
    fields: {
      product: {name: 'title', 'metadata.brand': false, description: 'seo.text'},
      price: {unit_amount: 'betrag', currency: 'waehrung', lookup_key: 'key'},
    },
  })
  expect(fields('shopItem')).toEqual(expect.arrayContaining(['title', 'active', 'stripeProductId']))
  // What is not carried, and what lies in an object that is not ours to define.
  expect(fields('shopItem')).not.toEqual(expect.arrayContaining(['name']))
  expect(fields('shopItem').filter((field) => ['brand', 'description', 'seo.text'].includes(field))).toEqual([])
  expect(fields('tariff')).toEqual(expect.arrayContaining(['betrag', 'waehrung', 'key', 'stripePriceId']))
  expect(type('shopItem').preview?.select).toMatchObject({title: 'title'})
  expect(type('tariff').preview?.select).toMatchObject({amount: 'betrag', currency: 'waehrung', product: 'product.title'})
})

test('where prices are no documents, products refer to none', () => {
  expect(productFields({types: {price: false}}).pricing).toEqual([])
  const schema = createSchema({name: 'test', types: [productType({types: {price: false}})]})
  expect(schema._validation?.flatMap(({problems}) => problems).filter(({severity}) => severity === 'error')).toEqual([])
})

test('a price is named by what it costs', () => {
  const prepare = priceType().preview?.prepare as unknown as (selection: Record<string, unknown>) => {title: string; subtitle: string}
  expect(prepare({amount: 1999, currency: 'eur', interval: 'month', product: 'Mug', nickname: 'Standard', active: true})).toEqual({
    title: '19.99 EUR / month',
    subtitle: 'Mug · Standard',
  })
  expect(prepare({currency: 'eur', active: false})).toEqual({title: 'No single amount', subtitle: 'inactive'})
})
