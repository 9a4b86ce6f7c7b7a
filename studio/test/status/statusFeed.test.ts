import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {statusFeed} from '../../src/status/statusFeed'
import {FakeDataset} from '../fakeDataset'

let dataset: FakeDataset
beforeEach(() => {
  vi.useFakeTimers()
  dataset = new FakeDataset()
})
afterEach(() => vi.useRealTimers())

const settled = () => vi.advanceTimersByTimeAsync(0)

test('is loading until the dataset has answered, and then shows what is there', async () => {
  dataset.report('mug', {state: 'held'})
  const feed = statusFeed(dataset.client, 'mug')
  feed.subscribe(() => {})
  expect(feed.current()).toEqual({loading: true, status: null})
  await settled()
  expect(feed.current()).toMatchObject({loading: false, status: {documentId: 'mug', state: 'held'}})
})

test('says that there is no status document, and that one came and went', async () => {
  const feed = statusFeed(dataset.client, 'mug')
  const seen: (string | undefined)[] = []
  feed.subscribe(() => seen.push(feed.current().status?.state))
  await settled()
  dataset.report('mug', {state: 'pending'})
  dataset.report('cup', {state: 'error'})
  dataset.forget('mug')
  expect(seen).toEqual([undefined, 'pending', undefined])
})

test('badge, actions and pane of a document share one stream, which is closed after the last of them', async () => {
  const leave = [1, 2, 3].map(() => statusFeed(dataset.client, 'mug').subscribe(() => {}))
  await settled()
  expect(dataset.openStreams).toBe(1)
  leave.forEach((unsubscribe) => unsubscribe())
  expect(dataset.openStreams).toBe(0)
  statusFeed(dataset.client, 'mug').subscribe(() => {})
  expect(dataset.openStreams).toBe(1)
})

test('what was missed while the stream was broken is read when it is there again', async () => {
  const feed = statusFeed(dataset.client, 'mug')
  feed.subscribe(() => {})
  await settled()
  dataset.isDeaf = true
  dataset.report('mug', {state: 'conflict'})
  expect(feed.current().status).toBeNull()
  dataset.welcomeAgain()
  await settled()
  expect(feed.current().status?.state).toBe('conflict')
})

test('a stream that failed is opened anew, and no more once nobody reads', async () => {
  const feed = statusFeed(dataset.client, 'mug')
  const leave = feed.subscribe(() => {})
  dataset.breakStreams()
  expect(dataset.openStreams).toBe(0)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(dataset.openStreams).toBe(1)
  dataset.breakStreams()
  leave()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(dataset.openStreams).toBe(0)
})

test('a late read does not overwrite what an event has brought since', async () => {
  let answerRead = (_status: null) => {}
  vi.spyOn(dataset.client, 'fetch').mockReturnValue(new Promise((resolve) => (answerRead = resolve)) as never)
  const feed = statusFeed(dataset.client, 'mug')
  feed.subscribe(() => {})
  await settled()
  dataset.report('mug', {state: 'inStep'})
  answerRead(null)
  await settled()
  expect(feed.current().status?.state).toBe('inStep')
})
