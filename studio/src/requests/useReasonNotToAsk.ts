import {useDocumentValuePermissions} from 'sanity'
import {requestType} from './requestDocument'

// Any request document will do: grants look at ids and types.
const example = {_id: `${requestType}.example`, _type: requestType}

/** Why the editor cannot ask the service for anything; null when they can. */
export function useReasonNotToAsk(): string | null {
  const [permission, isLoading] = useDocumentValuePermissions({document: example, permission: 'create'})
  if (isLoading) return 'Looking up what your role may do…'
  if (permission?.granted) return null
  return 'Your role may read this dataset, but not create documents outside of drafts, and a request to the sync service is such a document. Ask somebody with the role Editor or Administrator.'
}
