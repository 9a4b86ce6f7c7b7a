import {definePlugin} from 'sanity'
import {stripeActions} from './actions'
import {stripeBadge} from './badge'
import {isSynced, settingsOf, type StripeSyncOptions} from './options'
import {stripeInspector} from './pane/inspector'

/**
 * Shows how products and prices stand in Stripe, and lets editors act: document actions, a badge, and a panel beside the form.
 * It talks to the sync service through documents of the dataset only. Put it after `structureTool()`, whose Duplicate, Delete and Unpublish it extends.
 * @public
 */
export const stripeSync = definePlugin<StripeSyncOptions | void>((options) => {
  const settings = settingsOf(options ?? {})
  const actions = stripeActions(settings)
  const inspector = stripeInspector(settings)
  return {
    name: 'sanity-plugin-tandem-stripe',
    document: {
      actions: (before, {schemaType}) => (isSynced(settings, schemaType) ? actions(before, schemaType) : before),
      badges: (before, {schemaType}) => (isSynced(settings, schemaType) ? [...before, stripeBadge] : before),
      inspectors: (before, {documentType}) => (isSynced(settings, documentType) ? [...before, inspector] : before),
    },
  }
})
