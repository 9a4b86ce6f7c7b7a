import {type SanityClient, useClient} from 'sanity'

/** The editor's own client, with the editor's own rights; in whatever way the editor is logged in. */
export function useStudioClient(): SanityClient {
  return useClient({apiVersion: '2025-02-19'})
}
