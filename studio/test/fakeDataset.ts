import type {SanityClient} from 'sanity'
import type {StatusDocument} from '../src/status/statusDocument'

type Stored = {_id: string; _type: string} & Record<string, unknown>
type Observer = {next: (event: Record<string, unknown>) => void; error: (reason: Error) => void}

let count = 0

/** A dataset in memory, of which a client sees what the plugin asks for: status documents read and listened to, requests written and deleted. */
export class FakeDataset {
  readonly documents = new Map<string, Stored>()
  readonly deleted: string[] = []
  refuse: {create?: string; delete?: string} = {}
  openStreams = 0
  /** As long as it is set, changes reach nobody who listens. */
  isDeaf = false
  private readonly observers = new Set<{id: string; observer: Observer}>()
  private readonly dataset = `test${++count}`

  readonly client = {
    config: () => ({projectId: 'standin1', dataset: this.dataset}),
    fetch: (_query: string, {id}: {id: string}) => Promise.resolve(this.statusOf(id)),
    createIfNotExists: (document: Stored) => {
      if (this.refuse.create) return Promise.reject(new Error(this.refuse.create))
      if (!this.documents.has(document._id)) this.documents.set(document._id, document)
      return Promise.resolve(document)
    },
    delete: (id: string) => {
      if (this.refuse.delete) return Promise.reject(new Error(this.refuse.delete))
      this.documents.delete(id)
      this.deleted.push(id)
      return Promise.resolve()
    },
    listen: (_query: string, {id}: {id: string}) => ({
      subscribe: (observer: Observer) => {
        const entry = {id, observer}
        this.observers.add(entry)
        this.openStreams++
        queueMicrotask(() => observer.next({type: 'welcome'}))
        return {
          unsubscribe: () => {
            if (this.observers.delete(entry)) this.openStreams--
          },
        }
      },
    }),
  } as unknown as SanityClient

  /** The requests that wait for the service. */
  get requests(): Stored[] {
    return [...this.documents.values()].filter(({_type}) => _type === 'stripeSync.request')
  }

  /** What the service does: writes how a document stands. */
  report(documentId: string, status: Partial<StatusDocument>): void {
    const document = {
      _id: `stripeSync.status.${documentId}`,
      _type: 'stripeSync.status',
      documentId,
      documentType: 'product',
      state: 'inStep',
      ...status,
    } as const
    this.documents.set(document._id, document)
    this.tell(documentId, {type: 'mutation', transition: 'update', result: document})
  }

  /** What the service does when status documents are switched off. */
  forget(documentId: string): void {
    this.documents.delete(`stripeSync.status.${documentId}`)
    this.tell(documentId, {type: 'mutation', transition: 'disappear'})
  }

  /** The stream breaks for good. */
  breakStreams(): void {
    for (const entry of [...this.observers]) {
      this.observers.delete(entry)
      this.openStreams--
      entry.observer.error(new Error('channel error'))
    }
  }

  /** The stream was broken for a moment, and is there again. */
  welcomeAgain(): void {
    for (const {observer} of this.observers) observer.next({type: 'welcome'})
  }

  private statusOf(id: string): Stored | null {
    return [...this.documents.values()].find((document) => document._type === 'stripeSync.status' && document['documentId'] === id) ?? null
  }

  private tell(documentId: string, event: Record<string, unknown>): void {
    if (this.isDeaf) return
    for (const {id, observer} of this.observers) if (id === documentId) observer.next(event)
  }
}
