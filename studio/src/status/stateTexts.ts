import type {Answer, SyncState} from './statusDocument'

/** How a state is shown: in the badge, and at the head of the pane. */
export interface StateText {
  label: string
  title: string
  color?: 'primary' | 'success' | 'warning' | 'danger'
  tone: 'default' | 'primary' | 'positive' | 'caution' | 'critical'
}

/** One entry a state. */
export const stateTexts: Readonly<Record<SyncState, StateText>> = {
  inStep: {label: 'In step with Stripe', title: 'What is published is what Stripe shows.', color: 'success', tone: 'positive'},
  pending: {label: 'Stripe: pending', title: 'A change is on its way between Sanity and Stripe.', color: 'primary', tone: 'primary'},
  conflict: {label: 'Stripe: conflict', title: 'Both sides changed the same field. Open the Stripe panel and choose which value stands.', color: 'warning', tone: 'caution'},
  held: {label: 'Stripe: held', title: 'A change waits until somebody releases or refuses it in the Stripe panel.', color: 'warning', tone: 'caution'},
  error: {label: 'Stripe: error', title: 'Something could not be carried over. The Stripe panel says what and why.', color: 'danger', tone: 'critical'},
  off: {label: 'Stripe: off', title: 'This document is not kept equal with Stripe.', tone: 'default'},
}

/** What is shown as long as the service has written nothing. */
export const notSeen: StateText = {
  label: 'Not seen by Tandem yet',
  title: 'The sync service has not reported on this document. Publish it; if this stays, the service may be off, or may not write status documents.',
  tone: 'default',
}

/** How an outcome is shown, and what it means where the service adds no sentence of its own. */
export const outcomeTexts: Readonly<Record<Answer['outcome'], {label: string; meaning: string; tone: StateText['tone']}>> = {
  done: {label: 'Done', meaning: 'The two sides are in step.', tone: 'positive'},
  nothingToDo: {label: 'Nothing to do', meaning: 'The two sides were in step already.', tone: 'positive'},
  refused: {label: 'Refused', meaning: 'The change was not made.', tone: 'critical'},
  held: {label: 'Held', meaning: 'The change waits until somebody releases or refuses it.', tone: 'caution'},
  failed: {label: 'Failed', meaning: 'The change could not be made. The service tries again by itself.', tone: 'critical'},
  expired: {label: 'Expired', meaning: 'The request was older than ten minutes when the service saw it. Nothing was done: ask again.', tone: 'caution'},
  limited: {label: 'Too many requests', meaning: 'You asked more than 30 times in a minute. Nothing was done: wait a minute and ask again.', tone: 'caution'},
  denied: {label: 'Denied', meaning: 'You may not do this. Nothing was done.', tone: 'critical'},
}
