import {newNonce} from './nonce'

/** What an editor can ask the sync service for. */
export type Ask =
  | {action: 'syncToStripe' | 'syncFromStripe' | 'release' | 'refuse'}
  /** One open conflict; `*` is the one between an edit and a delete. */
  | {action: 'resolve'; field: string; keep: 'sanity' | 'stripe'}

/** The document that carries it: private, because its id has a dot; deleted by the service once it is answered. */
export interface RequestDocument {
  _id: string
  _type: typeof requestType
  nonce: string
  /** The published id. */
  documentId: string
  action: Ask['action']
  field?: string
  keep?: 'sanity' | 'stripe'
  /** Shown to people only. The service takes age and author from Sanity. */
  requestedAt: string
}

export const requestType = 'stripeSync.request'

/** A new request about a document. */
export function requestFor(publishedId: string, ask: Ask, now: Date = new Date()): RequestDocument {
  const nonce = newNonce()
  return {_id: requestId(nonce), _type: requestType, nonce, documentId: publishedId, ...ask, requestedAt: now.toISOString()}
}

export function requestId(nonce: string): string {
  return `${requestType}.${nonce}`
}
