import type {DocumentBadgeComponent} from 'sanity'
import {notSeen, stateTexts} from './status/stateTexts'
import {useStatus} from './status/useStatus'

/** How the document stands, beside its title. Nothing as long as it was never published. */
export const stripeBadge: DocumentBadgeComponent = ({id, published}) => {
  const {loading, status} = useStatus(id)
  if (loading || (!status && !published)) return null
  const {color, label, title} = status ? stateTexts[status.state] : notSeen
  return {label, title: status?.message ?? title, ...(color && {color})}
}
