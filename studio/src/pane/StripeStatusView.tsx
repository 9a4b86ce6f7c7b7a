import type {UserViewComponent} from 'sanity/structure'
import {settingsOf, type StripeSyncOptions} from '../options'
import {StatusPane} from './StatusPane'
import {useEditField} from './useEditField'

/**
 * The status pane as a view of its own, for those who write their Studio's structure:
 * `S.document().views([S.view.form(), S.view.component(StripeStatusView).title('Stripe')])`.
 * Renamed types are given by `.options({types: …})`, as to `stripeSync()`.
 * @public
 */
export const StripeStatusView: UserViewComponent<StripeSyncOptions> = ({documentId, options, schemaType}) => {
  const editField = useEditField()
  return <StatusPane documentId={documentId} documentType={schemaType.name} onEdit={editField} settings={settingsOf(options)} />
}
