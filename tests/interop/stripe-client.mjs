// npm stripe, unmodified, against the stand-in: node stripe-client.mjs <port>
import Stripe from 'stripe'

const stripe = new Stripe('sk_test_interop', {host: '127.0.0.1', port: Number(process.argv[2]), protocol: 'http', telemetry: false, maxNetworkRetries: 1})
const verdict = {}

const product = await stripe.products.create({
  name: 'Größe',
  images: ['https://example.test/1.png'],
  marketing_features: [{name: 'fast'}],
  metadata: {sanity_id: 'doc-1'},
})
const price = await stripe.prices.create(
  {
    product: product.id,
    currency: 'usd',
    unit_amount: 999,
    recurring: {interval: 'month'},
    lookup_key: 'gold',
    currency_options: {eur: {unit_amount: 899}},
    expand: ['currency_options'],
  },
  {idempotencyKey: 'node-1'},
)
verdict.eur = price.currency_options.eur.unit_amount
const updated = await stripe.products.update(product.id, {default_price: price.id, description: 'd', images: ''})
verdict.cleared = updated.images.length
verdict.expanded = (await stripe.products.retrieve(product.id, {expand: ['default_price']})).default_price.unit_amount

for (let index = 0; index < 12; index++) await stripe.products.create({name: `p${index}`})
verdict.paged = (await stripe.products.list({limit: 5}).autoPagingToArray({limit: 100})).length
verdict.found = (await stripe.prices.list({lookup_keys: ['gold']})).data[0].id === price.id
verdict.ids = (await stripe.products.list({ids: [product.id, 'prod_nope']})).data.length

verdict.error = await stripe.prices.update(price.id, {active: false}).catch((error) => ({type: error.type, status: error.statusCode, message: error.message}))
verdict.missing = await stripe.prices.retrieve('price_nope').catch((error) => ({code: error.code, status: error.statusCode, param: error.param}))
const events = await stripe.events.list({types: ['price.created'], limit: 3})
verdict.event = {type: events.data[0].type, key: events.data[0].request.idempotency_key, id: events.data[0].data.object.id === price.id}
verdict.version = price.lastResponse.apiVersion
verdict.requestId = price.lastResponse.requestId.startsWith('req_')
verdict.deleted = (await stripe.products.del((await stripe.products.create({name: 'gone'})).id)).deleted
const endpoint = await stripe.webhookEndpoints.create({url: 'http://127.0.0.1:9/', enabled_events: ['price.updated']})
verdict.secret = endpoint.secret.startsWith('whsec_')
const off = await stripe.webhookEndpoints.update(endpoint.id, {disabled: true, enabled_events: ['product.updated'], url: 'http://127.0.0.1:10/'})
const listed = (await stripe.webhookEndpoints.list()).data
verdict.endpoint = {status: off.status, url: off.url, listed: listed.length, shown: 'secret' in listed[0], deleted: (await stripe.webhookEndpoints.del(endpoint.id)).deleted}
console.log(JSON.stringify(verdict))
