import {expect, test} from 'vitest'
import {deleteConsequences} from '../../src/actions/deleteConsequences'
import {differences} from '../../src/actions/differences'
import type {FieldStatus, StatusDocument} from '../../src/status/statusDocument'

const status = (more: Partial<StatusDocument>): StatusDocument => ({
  _id: 'stripeSync.status.mug',
  _type: 'stripeSync.status',
  documentId: 'mug',
  documentType: 'product',
  state: 'inStep',
  ...more,
})

test('a delete says what happens in Stripe, and in which mode', () => {
  const product = deleteConsequences('product', status({stripeId: 'prod_1', livemode: false})).join(' ')
  expect(product).toContain('In Stripe (test mode) the product prod_1 and its prices are archived')
  expect(product).toContain('Nothing is deleted there.')
  expect(product).not.toContain('not in step')
  const price = deleteConsequences('price', status({stripeId: 'price_1', livemode: true, state: 'conflict'})).join(' ')
  expect(price).toContain('In Stripe the price price_1 is archived')
  expect(price).toContain('It is not in step with Stripe right now.')
})

test('a delete of what is not in Stripe has no consequences there', () => {
  expect(deleteConsequences('product', null)).toEqual([])
  expect(deleteConsequences('product', status({}))).toEqual([])
  expect(deleteConsequences('product', status({stripeId: 'prod_1', state: 'off'}))).toEqual([])
})

test('a sync says what it overwrites: not what is held, refused, or about the whole document', () => {
  const field = (name: string, state: FieldStatus['state']): FieldStatus => ({_key: name, field: name, state, sanity: `${name} here`, stripe: `${name} there`})
  const open = status({
    fields: [
      field('name', 'conflict'),
      field('brand', 'differs'),
      field('unit_amount', 'held'),
      field('url', 'refused'),
      {...field('*', 'conflict'), _key: 'all'},
    ],
  })
  const shown = (direction: 'toStripe' | 'fromStripe') => differences(open, direction).map(({after, before, field: {field: name}}) => [name, before, after])
  expect(shown('toStripe')).toEqual([
    ['name', 'name there', 'name here'],
    ['brand', 'brand there', 'brand here'],
  ])
  expect(shown('fromStripe')).toEqual([
    ['name', 'name here', 'name there'],
    ['brand', 'brand here', 'brand there'],
  ])
  expect(differences(null, 'toStripe')).toEqual([])
})
