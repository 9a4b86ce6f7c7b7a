// Drives the official client through everything that Tandem needs of the Content Lake. Usage: node sanity-client.mjs <address> <token>
import {createClient} from '@sanity/client'

const [apiHost, token] = process.argv.slice(2)
const client = createClient({
  projectId: 'standin1', dataset: 'production', apiVersion: '2025-02-19', apiHost: apiHost.replace(/\/$/, ''),
  useProjectHostname: false, useCdn: false, token, perspective: 'raw', requestTagPrefix: 'tandem',
})
const verdict = {}
const refusal = async (promise) => {
  try {
    await promise
    return null
  } catch (error) {
    const item = error.details?.items?.[0]?.error
    return {name: error.constructor.name, status: error.statusCode, type: item?.type ?? error.details?.type, message: error.message.split('\n')[0]}
  }
}

const heard = []
let welcomed
const welcome = new Promise((resolve) => { welcomed = resolve })
const subscription = client.listen('*[_type == $type]', {type: 'product'}, {includeResult: true, includePreviousRevision: true, events: ['welcome', 'mutation']})
  .subscribe({
    next: (event) => (event.type === 'welcome' ? welcomed() : heard.push({
      id: event.documentId, transition: event.transition, name: event.result?.name, previous: event.previous?.name, chained: event.previousRev === (event.previous?._rev ?? event.previousRev),
      revision: event.resultRev === event.transactionId,
    })),
    error: (error) => { verdict.listenError = String(error) },
  })
await welcome

const created = await client.create({_id: 'mug', _type: 'product', name: 'Mug', prices: [{amount: 1}]}, {autoGenerateArrayKeys: true})
verdict.created = {id: created._id, hasRevision: created._rev.length === 22, hasKey: typeof created.prices[0]._key === 'string'}
verdict.exists = await refusal(client.create({_id: 'mug', _type: 'product'}))
verdict.ifNotExists = (await client.createIfNotExists({_id: 'mug', _type: 'product', name: 'Other'})).name
const patched = await client.patch('mug').ifRevisionId(created._rev).set({name: 'Big mug'}).inc({'prices[0].amount': 2}).append('tags', ['a']).commit()
verdict.patched = {name: patched.name, amount: patched.prices[0].amount, movedOn: patched._rev !== created._rev}
verdict.stale = await refusal(client.patch('mug').ifRevisionId(created._rev).set({name: 'Never'}).commit())
verdict.fetched = await client.fetch('*[_type == $type]{name}', {type: 'product'})
verdict.parseError = await refusal(client.fetch('*[_type == '))

const transactionId = '6f1d0a52-90b6-5e0a-8d52-0c1a5c7b9e11'
const transaction = client.transaction()
  .create({_id: 'price-1', _type: 'price', product: {_type: 'reference', _ref: 'mug'}, unit_amount: 1200})
  .patch('mug', (patch) => patch.setIfMissing({prices: []}).insert('after', 'prices[-1]', [{_type: 'reference', _ref: 'price-1', _key: 'p1'}]))
  .transactionId(transactionId)
const answer = await transaction.commit({returnDocuments: false})
verdict.transaction = {id: answer.transactionId, results: answer.results.map(({id, operation}) => `${operation} ${id}`)}
verdict.revision = (await client.getDocument('mug'))._rev
verdict.again = await refusal(transaction.commit({returnDocuments: false}))
verdict.referenced = await refusal(client.delete('mug'))
verdict.documents = (await client.getDocuments(['price-1', 'nothing', 'mug'])).map((document) => document?._id ?? null)

await client.action({actionType: 'sanity.action.document.edit', draftId: 'drafts.mug', publishedId: 'mug', patch: {set: {name: 'Draft mug'}}})
verdict.published = (await client.fetch('*[_id == "mug"][0].name', {}, {perspective: 'published'}))
verdict.drafts = (await client.fetch('*[_id == "mug"][0]{name, _originalId}', {}, {perspective: 'drafts'}))
await client.action({actionType: 'sanity.action.document.publish', draftId: 'drafts.mug', publishedId: 'mug'})
verdict.afterPublish = [await client.getDocument('drafts.mug'), (await client.getDocument('mug')).name]
verdict.actionError = await refusal(client.action({actionType: 'sanity.action.document.publish', draftId: 'drafts.mug', publishedId: 'mug'}))

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const image = await client.assets.upload('image', png, {filename: 'dot.png', contentType: 'image/png'})
const again = await client.assets.upload('image', png, {filename: 'other.png', contentType: 'image/png'})
verdict.image = {id: image._id, same: again._id === image._id && again._rev === image._rev, name: again.originalFilename, width: image.metadata.dimensions.width}

await client.delete({query: '*[_type in ["product", "price"]]'})
verdict.left = await client.fetch('*[_type in ["product", "price"]]._id')
verdict.user = (await client.users.getById('me')).role
verdict.anonymous = await refusal(client.withConfig({token: undefined}).create({_type: 'product'}))
verdict.wrongToken = await refusal(client.withConfig({token: 'wrong'}).fetch('*'))
verdict.noDataset = await refusal(client.withConfig({dataset: 'nowhere'}).fetch('*'))

for (let waited = 0; heard.length < 6 && waited < 5000; waited += 20) await new Promise((resolve) => setTimeout(resolve, 20))
subscription.unsubscribe()
verdict.heard = heard
console.log(JSON.stringify(verdict))
process.exit(0)
