import {expect, test} from 'vitest'
import {outcomeTexts, stateTexts} from '../../src/status/stateTexts'
import {dashboardAddress, type StatusDocument} from '../../src/status/statusDocument'

const status = (more: Partial<StatusDocument>): StatusDocument => ({
  _id: 'stripeSync.status.mug',
  _type: 'stripeSync.status',
  documentId: 'mug',
  documentType: 'product',
  state: 'inStep',
  ...more,
})

test('the Dashboard is opened in the mode that the service works in', () => {
  expect(dashboardAddress('product', status({stripeId: 'prod_1', livemode: false}))).toBe('https://dashboard.stripe.com/test/products/prod_1')
  expect(dashboardAddress('price', status({stripeId: 'price_1', livemode: true}))).toBe('https://dashboard.stripe.com/prices/price_1')
})

test('nothing is opened as long as the mode or the id is not known', () => {
  expect(dashboardAddress('product', null)).toBeNull()
  expect(dashboardAddress('product', status({livemode: true}))).toBeNull()
  expect(dashboardAddress('product', status({stripeId: 'prod_1'}))).toBeNull()
})

test('an id cannot lead elsewhere', () => {
  expect(dashboardAddress('product', status({stripeId: '../../evil?x', livemode: true}))).toBe('https://dashboard.stripe.com/products/..%2F..%2Fevil%3Fx')
})

test('every state and every outcome of the protocol has its words', () => {
  expect(Object.keys(stateTexts).sort()).toEqual(['conflict', 'error', 'held', 'inStep', 'off', 'pending'])
  expect(Object.keys(outcomeTexts).sort()).toEqual(['denied', 'done', 'expired', 'failed', 'held', 'limited', 'nothingToDo', 'refused'])
  expect(new Set(Object.values(stateTexts).map(({label}) => label)).size).toBe(6)
})
