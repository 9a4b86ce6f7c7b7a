import type {DocumentActionComponent} from 'sanity'
import {OpenIcon} from '../icons'
import {dashboardAddress} from '../status/statusDocument'
import {useStatus} from '../status/useStatus'

/** "Open in Stripe": the product or price in the Dashboard, in the mode in which the service sees it. */
export function openInStripeAction(kind: 'product' | 'price'): DocumentActionComponent {
  const OpenInStripeAction: DocumentActionComponent = ({id}) => {
    const {status} = useStatus(id)
    const address = dashboardAddress(kind, status)
    return {
      label: status?.livemode === false ? 'Open in Stripe (test mode)' : 'Open in Stripe',
      icon: OpenIcon,
      disabled: address === null,
      title: address === null ? `The sync service has not reported a Stripe ${kind} for this document yet.` : `Opens ${status?.stripeId ?? `the ${kind}`} in the Stripe Dashboard.`,
      onHandle: () => {
        if (address) window.open(address, '_blank', 'noopener,noreferrer')
      },
    }
  }
  OpenInStripeAction.displayName = 'OpenInStripeAction'
  return OpenInStripeAction
}
