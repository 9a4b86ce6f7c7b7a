import {useState} from 'react'
import type {DocumentActionComponent} from 'sanity'
import {SyncFromIcon, SyncToIcon} from '../icons'
import {useReasonNotToAsk} from '../requests/useReasonNotToAsk'
import {useRequest} from '../requests/useRequest'
import {useStatus} from '../status/useStatus'
import type {Direction} from './differences'
import {SyncDialog} from './SyncDialog'

/** "Sync to Stripe" and "Sync from Stripe": a pass now, in which one side's values stand. */
export function syncAction(direction: Direction): DocumentActionComponent {
  const label = direction === 'toStripe' ? 'Sync to Stripe' : 'Sync from Stripe'

  const SyncAction: DocumentActionComponent = ({draft, id, published, type, version}) => {
    const {status} = useStatus(id)
    const requests = useRequest(id)
    const notAllowed = useReasonNotToAsk()
    const [isOpen, setOpen] = useState(false)

    const isWaiting = requests.state.phase === 'waiting'
    // What was deleted in Stripe is off as well, and made again by a sync to there: the service knows what can be done.
    const off = direction === 'fromStripe' ? offReason(status) : null
    const reason = !published ? 'Publish the document first: drafts and release versions do not travel.' : (off ?? notAllowed)
    const close = () => {
      requests.dismiss()
      setOpen(false)
    }
    // A result that came while the dialog was closed is shown as well.
    const isShown = isOpen || requests.state.phase === 'ended'

    return {
      label: isWaiting ? `${label}…` : label,
      icon: direction === 'toStripe' ? SyncToIcon : SyncFromIcon,
      disabled: reason !== null,
      title: reason ?? (direction === 'toStripe' ? 'Let what is published here stand in Stripe too.' : 'Let what Stripe shows stand here too.'),
      onHandle: () => setOpen(true),
      dialog: isShown && {
        type: 'dialog',
        header: label,
        onClose: close,
        content: (
          <SyncDialog
            direction={direction}
            documentType={type}
            hasUnpublishedChanges={Boolean(draft ?? version)}
            onClose={close}
            onConfirm={() => requests.send({action: direction === 'toStripe' ? 'syncToStripe' : 'syncFromStripe'})}
            requests={requests}
            status={status}
          />
        ),
      },
    }
  }
  SyncAction.displayName = direction === 'toStripe' ? 'SyncToStripeAction' : 'SyncFromStripeAction'
  return SyncAction
}

function offReason(status: ReturnType<typeof useStatus>['status']): string | null {
  return status?.state === 'off' ? (status.message ?? 'This document is not kept equal with Stripe.') : null
}
