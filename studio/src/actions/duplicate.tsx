import type {DocumentActionComponent, DuplicateDocumentActionComponent} from 'sanity'
import type {Settings} from '../options'
import {copyOf} from './copyOf'

/** The Studio's own Duplicate, with a copy that is a product or price of its own. */
export function duplicateAction(builtIn: DocumentActionComponent, settings: Settings): DocumentActionComponent {
  // A name, because the Studio's action is a hook.
  const useBuiltIn = builtIn as DuplicateDocumentActionComponent
  const DuplicateAction: DuplicateDocumentActionComponent = (props) =>
    useBuiltIn({
      ...props,
      mapDocument: (document) => copyOf(props.mapDocument?.(document) ?? document, settings),
    })
  DuplicateAction.action = 'duplicate'
  DuplicateAction.displayName = 'DuplicateWithoutStripeIdsAction'
  return DuplicateAction
}
