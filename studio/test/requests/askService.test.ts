import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {askService, type Ending} from '../../src/requests/askService'
import {newNonce} from '../../src/requests/nonce'
import {requestFor} from '../../src/requests/requestDocument'
import {FakeDataset} from '../fakeDataset'

let dataset: FakeDataset
beforeEach(() => {
  vi.useFakeTimers({now: new Date('2026-11-29T10:00:00Z')})
  dataset = new FakeDataset()
})
afterEach(() => vi.useRealTimers())

const nonceOfRequest = () => String(dataset.requests[0]?.['nonce'])
const after = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

async function ended(asking: Promise<Ending>): Promise<Ending | 'waiting'> {
  await after(0)
  return Promise.race([asking, after(0).then(() => 'waiting' as const)])
}

describe('a request', () => {
  it('is a private document with a nonce of its own, and says nothing about its author', () => {
    const request = requestFor('mug', {action: 'resolve', field: 'name', keep: 'stripe'}, new Date())
    expect(request).toEqual({
      _id: `stripeSync.request.${request.nonce}`,
      _type: 'stripeSync.request',
      nonce: request.nonce,
      documentId: 'mug',
      action: 'resolve',
      field: 'name',
      keep: 'stripe',
      requestedAt: '2026-11-29T10:00:00.000Z',
    })
    expect(request.nonce).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    // Sanity takes ids of up to 128 characters.
    expect(request._id.length).toBeLessThan(128)
  })

  it('gets another nonce each time', () => {
    expect(new Set(Array.from({length: 200}, newNonce)).size).toBe(200)
  })
})

describe('the service is asked', () => {
  it('by a document, and its answer is the status document with the same nonce', async () => {
    const asking = askService(dataset.client, 'mug', {action: 'syncToStripe'})
    await after(0)
    expect(dataset.requests).toMatchObject([{documentId: 'mug', action: 'syncToStripe'}])
    dataset.report('mug', {answers: [{_key: 'a', nonce: 'of another editor', action: 'syncToStripe', outcome: 'failed'}]})
    expect(await ended(asking)).toBe('waiting')
    const answer = {_key: 'a', nonce: nonceOfRequest(), action: 'syncToStripe', outcome: 'done'} as const
    dataset.report('mug', {answers: [answer]})
    expect(await ended(asking)).toEqual({answer})
    expect(dataset.openStreams).toBe(0)
  })

  it('and the answer is seen even when the next one comes right behind it', async () => {
    const asking = askService(dataset.client, 'mug', {action: 'syncToStripe'})
    await after(0)
    const answer = {_key: 'a', nonce: nonceOfRequest(), action: 'syncToStripe', outcome: 'nothingToDo'} as const
    dataset.report('mug', {answers: [answer]})
    dataset.report('mug', {answers: [{...answer, nonce: 'next'}]})
    expect(await ended(asking)).toEqual({answer})
  })

  it('and after a minute without an answer the request is taken back', async () => {
    const asking = askService(dataset.client, 'mug', {action: 'release'})
    await after(0)
    const [request] = dataset.requests
    await after(59_999)
    expect(await ended(asking)).toBe('waiting')
    await after(1)
    expect(await ended(asking)).toEqual({problem: 'The sync service did not answer. It may be off; your request was withdrawn.'})
    expect(dataset.requests).toEqual([])
    expect(dataset.deleted).toEqual([request?._id])
  })

  it('but an answer that came while the stream was broken counts', async () => {
    dataset.isDeaf = true
    const asking = askService(dataset.client, 'mug', {action: 'refuse'})
    await after(0)
    const answer = {_key: 'a', nonce: nonceOfRequest(), action: 'refuse', outcome: 'done'} as const
    dataset.report('mug', {answers: [answer]})
    await after(60_000)
    expect(await ended(asking)).toEqual({answer})
    expect(dataset.deleted).toEqual([])
  })

  it('and says so when the request cannot be taken back', async () => {
    const asking = askService(dataset.client, 'mug', {action: 'syncFromStripe'})
    await after(0)
    dataset.refuse.delete = 'Insufficient permissions'
    await after(60_000)
    expect(await ended(asking)).toEqual({
      problem: 'The sync service did not answer. It may be off; your request could not be withdrawn, and expires ten minutes after you made it.',
    })
  })

  it('and says why when the request cannot be written', async () => {
    dataset.refuse.create = 'Insufficient permissions; permission "create" required'
    const asking = askService(dataset.client, 'mug', {action: 'syncToStripe'})
    expect(await ended(asking)).toEqual({problem: 'The request could not be written into the dataset: Insufficient permissions; permission "create" required'})
    expect(dataset.openStreams).toBe(0)
  })
})
