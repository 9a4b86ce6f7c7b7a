import type {StatusDocument} from '../status/statusDocument'

/** What happens in Stripe when a document is deleted or unpublished, as sentences; none when it is not in Stripe. */
export function deleteConsequences(kind: 'product' | 'price', status: StatusDocument | null): string[] {
  if (!status?.stripeId || status.state === 'off') return []
  const where = status.livemode === false ? 'Stripe (test mode)' : 'Stripe'
  const what =
    kind === 'product'
      ? `In ${where} the product ${status.stripeId} and its prices are archived: nobody can buy it any more. Nothing is deleted there.`
      : `In ${where} the price ${status.stripeId} is archived: nobody can buy at it any more. If it is the default price, the product has no default afterwards.`
  const open = status.state === 'conflict' || status.state === 'pending' ? ['It is not in step with Stripe right now.'] : []
  return [
    what,
    ...open,
    'Subscriptions that exist go on, at the price they have.',
    `If the document is published again, the ${kind} becomes active again as it was.`,
    'If somebody edited it in Stripe meanwhile, that edit is not lost: the delete waits for a decision. Many deletes in one day wait, too.',
  ]
}
