// Asks the official library about a captured delivery. Usage: node sanity-webhook.mjs <base64 body> <signature header> <secret>
import {isValidSignature} from '@sanity/webhook'

const [body, header, secret] = process.argv.slice(2)
const text = Buffer.from(body, 'base64').toString('utf8')
console.log(JSON.stringify({
  valid: await isValidSignature(text, header, secret),
  otherSecret: await isValidSignature(text, header, `${secret}x`),
  otherBody: await isValidSignature(`${text} `, header, secret),
}))
