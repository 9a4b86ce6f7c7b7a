// Verifies a delivery as npm stripe does: node stripe-webhook.mjs <body in base64> <signature header> <secret>
import Stripe from 'stripe'

const [body, header, secret] = process.argv.slice(2)
const bytes = Buffer.from(body, 'base64')
const webhooks = new Stripe('sk_test_interop').webhooks
const attempt = (...given) => {
  try {
    return webhooks.constructEvent(...given).id
  } catch (error) {
    return error.type
  }
}
console.log(
  JSON.stringify({
    id: attempt(bytes, header, secret),
    tampered: attempt(Buffer.concat([bytes, Buffer.from(' ')]), header, secret),
    otherSecret: attempt(bytes, header, `${secret}x`),
  }),
)
