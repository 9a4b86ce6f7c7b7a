import type {SanityClient} from 'sanity'
import {type StatusDocument, statusFilter} from './statusDocument'

/** What is known of a status document: nothing yet (`loading`), that there is none, or its newest version. */
export interface StatusSnapshot {
  loading: boolean
  status: StatusDocument | null
}

/** One document's status, live, for any number of readers over one stream. */
export interface StatusFeed {
  current: () => StatusSnapshot
  subscribe: (reader: () => void) => () => void
}

const feeds = new Map<string, StatusFeed>()

/** The feed of a document. Badge, actions and pane of an open document share it: browsers keep few streams to one host. */
export function statusFeed(client: SanityClient, publishedId: string): StatusFeed {
  const {projectId = '', dataset = ''} = client.config()
  const key = `${projectId}/${dataset}/${publishedId}`
  const feed = feeds.get(key) ?? openFeed(client, publishedId)
  feeds.set(key, feed)
  return feed
}

/** Reads the status once, past every cache. */
export async function readStatus(client: SanityClient, publishedId: string): Promise<StatusDocument | null> {
  const options = {perspective: 'raw', useCdn: false, tag: 'tandem.status'} as const
  return client.fetch<StatusDocument | null>(`*[${statusFilter}][0]`, {id: publishedId}, options)
}

const retryAfter = 5_000

type ListenOptions = NonNullable<Parameters<SanityClient['listen']>[2]> & {includeResult: true}

function openFeed(client: SanityClient, publishedId: string): StatusFeed {
  const readers = new Set<() => void>()
  let snapshot: StatusSnapshot = {loading: true, status: null}
  let close: (() => void) | undefined
  let generation = 0

  const show = (status: StatusDocument | null) => {
    snapshot = {loading: false, status}
    readers.forEach((reader) => reader())
  }

  // What an event brings is newer than what an earlier read brings, however late that arrives.
  const read = () => {
    const mine = ++generation
    readStatus(client, publishedId).then(
      (status) => mine === generation && show(status),
      () => mine === generation && show(snapshot.status),
    )
  }

  const listen = () => {
    let retry: ReturnType<typeof setTimeout> | undefined
    const options: ListenOptions = {includeResult: true, visibility: 'query', events: ['welcome', 'mutation'], tag: 'tandem.status'}
    const subscription = client.listen<StatusDocument>(`*[${statusFilter}]`, {id: publishedId}, options).subscribe({
      next: (event) => {
        // "welcome" comes after each reconnection too: what was missed in between is read.
        if (event.type === 'welcome') read()
        if (event.type !== 'mutation') return
        generation++
        show(event.transition === 'disappear' ? null : (event.result ?? null))
      },
      error: () => {
        retry = setTimeout(() => {
          close = listen()
        }, retryAfter)
      },
    })
    return () => {
      clearTimeout(retry)
      subscription.unsubscribe()
    }
  }

  return {
    current: () => snapshot,
    subscribe: (reader) => {
      readers.add(reader)
      close ??= listen()
      return () => {
        readers.delete(reader)
        if (readers.size > 0) return
        close?.()
        close = undefined
      }
    },
  }
}
