// @vitest-environment jsdom
import {act, cleanup, fireEvent, screen, waitFor} from '@testing-library/react'
import type {SanityDocument} from 'sanity'
import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {settingsOf} from '../../src/options'
import {StatusPane} from '../../src/pane/StatusPane'
import type {StatusDocument} from '../../src/status/statusDocument'
import {FakeDataset} from '../fakeDataset'
import {show, studio} from '../studioStub'

vi.mock('sanity', async (original) => ({...(await original<object>()), ...(await import('../studioStub')).hooks}))

const onEdit = vi.fn()

beforeEach(() => {
  Object.assign(studio, {
    dataset: new FakeDataset(),
    mayCreate: true,
    draft: null,
    published: {_id: 'mug'},
    fieldTitles: {name: 'Name', title: 'Title', unit_amount: 'Amount'},
  })
  onEdit.mockClear()
})
afterEach(cleanup)

const conflict: Partial<StatusDocument> = {
  state: 'conflict',
  stripeId: 'prod_1',
  livemode: false,
  syncedAt: '2026-11-29T10:00:00Z',
  message: 'Choose which name stands.',
  fields: [
    {
      _key: 'name',
      field: 'name',
      path: 'name',
      state: 'conflict',
      sanity: 'Mug',
      stripe: 'Cup',
      agreed: 'Bowl',
      why: 'Both sides changed it.',
      sanityBy: 'Ada',
    },
  ],
}

async function pane(status?: Partial<StatusDocument>, documentType = 'product') {
  if (status) studio.dataset.report('mug', status)
  show(<StatusPane documentId="mug" documentType={documentType} onEdit={onEdit} settings={settingsOf()} />)
  await screen.findAllByText(/./)
  await waitFor(() => expect(document.querySelector('[data-ui="Spinner"]')).toBeNull())
}

const text = () => document.body.textContent ?? ''
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', {name})

test('without a status document it says only that', async () => {
  await pane()
  expect(text()).toContain('Not seen by Tandem yet')
  expect(screen.queryAllByRole('button')).toEqual([])
})

test('it shows the state and why, the object in Stripe, the last sync, and what each side shows', async () => {
  await pane(conflict)
  for (const shown of [
    'Stripe: conflict',
    'Choose which name stands.',
    'Test mode',
    'at 2026-11-29T10:00:00Z',
    'Name',
    'Mug',
    'Cup',
    'Bowl',
    'Both sides changed it.',
    '(Ada)',
  ])
    expect(text()).toContain(shown)
  expect(screen.getByRole('link', {name: 'prod_1'}).getAttribute('href')).toBe('https://dashboard.stripe.com/test/products/prod_1')
})

test.each([
  ['Keep Sanity', 'sanity'],
  ['Keep Stripe', 'stripe'],
])('%s resolves the conflict through a request, and the answer is shown', async (name, keep) => {
  await pane(conflict)
  fireEvent.click(button(name))
  await waitFor(() => expect(studio.dataset.requests).toMatchObject([{documentId: 'mug', action: 'resolve', field: 'name', keep}]))
  expect(text()).toContain('Waiting for the sync service…')
  expect(button(name).disabled).toBe(true)

  const nonce = String(studio.dataset.requests[0]?.['nonce'])
  act(() =>
    studio.dataset.report('mug', {state: 'inStep', answers: [{_key: 'a', nonce, action: 'resolve', outcome: 'done', message: 'The name is the same on both sides.'}]}),
  )
  await waitFor(() => expect(text()).toContain('The name is the same on both sides.'))
  expect(text()).toContain('In step with Stripe')
})

test('Edit puts the cursor into the field', async () => {
  await pane({state: 'conflict', fields: [{_key: 'name', field: 'name', path: 'title[en].value', state: 'conflict', sanity: 'Mug', stripe: 'Cup'}]})
  expect(text()).toContain('Title (title[en].value)')
  fireEvent.click(button('Edit'))
  expect(onEdit).toHaveBeenCalledWith('title[_key=="en"].value')
})

test('a conflict between a delete and an edit is decided as a whole', async () => {
  await pane({state: 'conflict', fields: [{_key: 'all', field: '*', state: 'conflict', why: 'It was deleted here and edited in Stripe.'}]})
  expect(text()).toContain('The whole document')
  expect(screen.queryByRole('button', {name: 'Edit'})).toBeNull()
  fireEvent.click(button('Let the delete stand'))
  await waitFor(() => expect(studio.dataset.requests).toMatchObject([{action: 'resolve', field: '*', keep: 'sanity'}]))
})

test.each([
  ['Release', 'release'],
  ['Refuse', 'refuse'],
])('a held change can be decided: %s', async (name, action) => {
  await pane(
    {
      state: 'held',
      fields: [
        {_key: 'a', field: 'unit_amount', path: 'unit_amount', state: 'held', sanity: '0.19 EUR', stripe: '19.99 EUR', why: 'A hundred times as little.'},
      ],
    },
    'price',
  )
  expect(text()).toContain('The change of Amount waits for you.')
  fireEvent.click(button(name))
  await waitFor(() => expect(studio.dataset.requests).toMatchObject([{documentId: 'mug', action}]))
})

test('a role that may not create documents sees everything and why it cannot decide', async () => {
  studio.mayCreate = false
  await pane(conflict)
  expect(text()).toContain('You can look, but not decide. Your role may not publish documents here')
  for (const name of ['Keep Sanity', 'Keep Stripe']) {
    expect(button(name).disabled).toBe(true)
    expect(button(name).title).toContain('Ask an Editor or Administrator.')
  }
  fireEvent.click(button('Keep Sanity'))
  expect(studio.dataset.requests).toEqual([])
})

test('drafts do not travel, and it says so', async () => {
  studio.draft = {_id: 'drafts.mug'} as SanityDocument
  await pane({state: 'inStep'})
  expect(text()).toContain('The draft has changes that are not published. Only what is published travels.')
})

test('a price shows the prices that it had, and the last request its outcome', async () => {
  await pane(
    {
      state: 'inStep',
      lineage: [
        {_key: '2', priceId: 'price_2', amount: '19.99 EUR', active: true, from: '2026-11-01T12:00:00Z'},
        {_key: '1', priceId: 'price_1', amount: '17.50 EUR', active: false, from: '2026-10-01T12:00:00Z', until: '2026-11-01T12:00:00Z'},
      ],
      answers: [{_key: 'a', nonce: 'n', action: 'syncToStripe', outcome: 'nothingToDo', at: '2026-11-29T11:00:00Z'}],
    },
    'price',
  )
  for (const shown of ['price_2', '19.99 EUR', 'Active', 'price_1', '17.50 EUR', 'Archived', 'Last request: Sync to Stripe. Nothing to do'])
    expect(text()).toContain(shown)
})
