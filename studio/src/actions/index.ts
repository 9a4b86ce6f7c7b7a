import type {DocumentActionComponent} from 'sanity'
import {kindOf, type Settings} from '../options'
import {duplicateAction} from './duplicate'
import {openInStripeAction} from './openInStripe'
import {syncAction} from './sync'
import {withConsequences} from './withConsequences'

/** Given the actions that a document of some type would have, those that it has as a synced one. */
export type ActionsResolver = (before: DocumentActionComponent[], documentType: string) => DocumentActionComponent[]

/** The Studio's actions, those that touch Stripe wrapped, and ours after the first, which is Publish. */
export function stripeActions(settings: Settings): ActionsResolver {
  // Everything is made once: the Studio takes a component that it has not seen before for another action, and forgets its state.
  const sync = [syncAction('toStripe'), syncAction('fromStripe')]
  const own = {product: [...sync, openInStripeAction('product')], price: [...sync, openInStripeAction('price')]}
  const wrapped = {product: new Map<DocumentActionComponent, DocumentActionComponent>(), price: new Map<DocumentActionComponent, DocumentActionComponent>()}

  const wrap = (action: DocumentActionComponent, kind: 'product' | 'price') => {
    if (action.action === 'duplicate') return duplicateAction(action, settings)
    if (action.action === 'delete' || action.action === 'unpublish') return withConsequences(action, kind)
    return action
  }

  return (before, documentType) => {
    const kind = kindOf(settings, documentType)
    const [first, ...rest] = before.map((action) => {
      const known = wrapped[kind].get(action) ?? wrap(action, kind)
      wrapped[kind].set(action, known)
      return known
    })
    return first ? [first, ...own[kind], ...rest] : own[kind]
  }
}
