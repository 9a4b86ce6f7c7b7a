/**
 * Tandem in Sanity Studio: how products and prices stand in Stripe, and what editors can do about it.
 * @packageDocumentation
 */
export {amountInput, type AmountInputOptions} from './amount/AmountInput'
export {currencyCodes} from './amount/currencies'
export {formatAmount} from './amount/format'
export {type AmountReading, readAmount} from './amount/readAmount'
export type {StripeSyncOptions} from './options'
export {StripeStatusView} from './pane/StripeStatusView'
export {stripeSync} from './plugin'
export type {PriceField, ProductField} from './schema/fields'
export {type PriceFields, priceFields} from './schema/priceFields'
export {priceType} from './schema/priceType'
export {type ProductFields, productFields} from './schema/productFields'
export {productType} from './schema/productType'
export {syncFields} from './schema/syncFields'
export type {Answer, FieldStatus, FormerPrice, StatusDocument, SyncState} from './status/statusDocument'
