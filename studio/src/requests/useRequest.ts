import {useCallback, useState} from 'react'
import {useStudioClient} from '../client'
import {askService, type Ending} from './askService'
import type {Ask} from './requestDocument'

/** What a screen knows of the request it made. */
export type RequestState = {phase: 'idle'} | {phase: 'waiting'; ask: Ask} | {phase: 'ended'; ask: Ask; ending: Ending}

/** Requests about one document, one at a time. */
export interface Requests {
  state: RequestState
  send: (ask: Ask) => void
  /** Forgets how the last one ended. */
  dismiss: () => void
}

/** Makes requests about a document and follows them to their end. */
export function useRequest(publishedId: string): Requests {
  const client = useStudioClient()
  const [state, setState] = useState<RequestState>({phase: 'idle'})

  const send = useCallback(
    (ask: Ask) => {
      setState({phase: 'waiting', ask})
      void askService(client, publishedId, ask).then((ending) => setState({phase: 'ended', ask, ending}))
    },
    [client, publishedId],
  )
  const dismiss = useCallback(() => setState((before) => (before.phase === 'waiting' ? before : {phase: 'idle'})), [])
  return {state, send, dismiss}
}
