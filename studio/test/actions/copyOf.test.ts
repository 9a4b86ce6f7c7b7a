import {expect, test} from 'vitest'
import {copyOf} from '../../src/actions/copyOf'
import {settingsOf} from '../../src/options'

const reference = (id: string) => ({_type: 'reference', _ref: id, _key: id})

test('a copied product has no Stripe id, no flag and no prices of the other product', () => {
  const product = {
    _id: 'mug',
    _type: 'product',
    name: 'Mug',
    tags: ['a'],
    seo: {title: 'Mug', rank: null},
    stripeProductId: 'prod_1',
    updatedFromStripe: true,
    default_price: reference('mug-eur'),
    prices: [reference('mug-eur'), reference('mug-usd')],
  }
  expect(copyOf(product, settingsOf())).toEqual({_id: 'mug', _type: 'product', name: 'Mug', tags: ['a'], seo: {title: 'Mug', rank: null}})
  expect(product.stripeProductId).toBe('prod_1')
})

test('prices that are entries of the product stay, each to become a price of its own', () => {
  const product = {
    _type: 'product',
    default_price: 'a',
    prices: [{_key: 'a', unit_amount: 1999, currency: 'eur', stripePriceId: 'price_1', lookup_key: 'mug'}],
    shop: {lookup_key: 'kept: this is no price'},
  }
  expect(copyOf(product, settingsOf({types: {price: false}}))).toEqual({
    _type: 'product',
    default_price: 'a',
    prices: [{_key: 'a', unit_amount: 1999, currency: 'eur'}],
    shop: {lookup_key: 'kept: this is no price'},
  })
})

test('a copied price stays with its product, without its id and its lookup key', () => {
  const settings = settingsOf({types: {price: 'tariff'}, fields: {price: {lookup_key: 'handle'}}})
  const price = {_type: 'tariff', product: reference('mug'), unit_amount: 1999, stripePriceId: 'price_1', handle: 'mug', updatedFromStripe: false}
  expect(copyOf(price, settings)).toEqual({_type: 'tariff', product: reference('mug'), unit_amount: 1999})
})
