/**
 * The document in which the sync service says how a document of yours stands. Written by the service, read here.
 * @public
 */
export interface StatusDocument {
  _id: string
  _type: 'stripeSync.status'
  /** The published id. */
  documentId: string
  /** Absent where the document is none that is kept equal. */
  documentType?: string
  state: SyncState
  /** `prod_…` or `price_…`. */
  stripeId?: string
  livemode?: boolean
  /** When the two sides were last seen equal after something was written. */
  syncedAt?: string
  /** A sentence for the editor that says why, and what to do. */
  message?: string
  /** What is not in step. */
  fields?: FieldStatus[]
  /** The prices that this one had in Stripe, newest first. */
  lineage?: FormerPrice[]
  /** What became of the last requests, newest first: several editors may ask at once. */
  answers?: Answer[]
}

/**
 * How a document stands.
 * @public
 */
export type SyncState = 'inStep' | 'pending' | 'conflict' | 'held' | 'error' | 'off'

/**
 * A field that is not in step.
 * @public
 */
export interface FieldStatus {
  _key: string
  /** Stripe's name of it. */
  field: string
  /** Where the document holds it. */
  path?: string
  state: 'differs' | 'conflict' | 'held' | 'refused'
  /** What Sanity shows, as text for people; absent where unset. */
  sanity?: string
  /** What Stripe shows. */
  stripe?: string
  /** What both last agreed on. */
  agreed?: string
  why?: string
  /** Who changed it in Sanity. */
  sanityBy?: string
  /** Who changed it in Stripe. */
  stripeBy?: string
  at?: string
}

/**
 * A Stripe price that a price document has, or had.
 * @public
 */
export interface FormerPrice {
  _key: string
  priceId: string
  amount?: string
  active?: boolean
  from?: string
  until?: string
}

/**
 * What the service did about a request.
 * @public
 */
export interface Answer {
  _key: string
  nonce: string
  /** As in the request; `unknown` where that named nothing that the service knows. */
  action: string
  outcome: 'done' | 'nothingToDo' | 'refused' | 'held' | 'failed' | 'expired' | 'limited' | 'denied'
  message?: string
  at?: string
  by?: string
}

/** Found by what it is about: how its id is made of that is the service's affair. */
export const statusFilter = '_type == "stripeSync.status" && documentId == $id'

/** Where the object is in the Stripe Dashboard; null when the service has not said which it is, or in which mode. */
export function dashboardAddress(kind: 'product' | 'price', status: StatusDocument | null): string | null {
  if (!status?.stripeId || status.livemode === undefined) return null
  const mode = status.livemode ? '' : 'test/'
  return `https://dashboard.stripe.com/${mode}${kind}s/${encodeURIComponent(status.stripeId)}`
}

/** What became of a request; null while it has no answer. */
export function answerTo(status: StatusDocument | null, nonce: string): Answer | null {
  return status?.answers?.find((answer) => answer.nonce === nonce) ?? null
}

/** The fields of a status in a given state. */
export function fieldsIn(status: StatusDocument | null, ...states: FieldStatus['state'][]): FieldStatus[] {
  return (status?.fields ?? []).filter((field) => states.includes(field.state))
}
