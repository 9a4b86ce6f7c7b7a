import {useSyncExternalStore} from 'react'
import {useStudioClient} from '../client'
import {type StatusSnapshot, statusFeed} from './statusFeed'

/** How a document stands, live. */
export function useStatus(publishedId: string): StatusSnapshot {
  const feed = statusFeed(useStudioClient(), publishedId)
  return useSyncExternalStore(feed.subscribe, feed.current)
}
