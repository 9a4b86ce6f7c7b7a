import {defineType} from 'sanity'
import {formatAmount, isMinorUnits} from '../amount/format'
import {settingsOf, type StripeSyncOptions} from '../options'
import {inGroup} from './inGroup'
import {priceFields} from './priceFields'

/**
 * The document type of prices that Tandem's default mapping expects.
 * @public
 */
export function priceType(options: StripeSyncOptions = {}) {
  const {priceField, priceType: name, productField} = settingsOf(options)
  const {amount, checkout, product, quantity, subscription, sync} = priceFields(options)
  return defineType({
    name: name ?? 'price',
    title: 'Price',
    type: 'document',
    groups: [
      {name: 'price', title: 'Price', default: true},
      {name: 'quantity', title: 'Quantities'},
      {name: 'checkout', title: 'Checkout'},
    ],
    fields: [...inGroup('price', [...product, ...amount, ...subscription]), ...inGroup('quantity', quantity), ...inGroup('checkout', checkout), ...inGroup('price', sync)],
    preview: {
      select: {
        amount: priceField('unit_amount') ?? 'unit_amount',
        currency: priceField('currency') ?? 'currency',
        interval: `${priceField('recurring') ?? 'recurring'}.interval`,
        nickname: priceField('nickname') ?? 'nickname',
        product: `product.${productField('name') ?? 'name'}`,
        active: priceField('active') ?? 'active',
      },
      prepare: describePrice,
    },
  })
}

/** How a price is named in lists: `19.99 EUR / month`, with its product and nickname. */
export function describePrice({active, amount, currency, interval, nickname, product}: Record<string, unknown>): {title: string; subtitle: string} {
  const money = isMinorUnits(amount) && typeof currency === 'string' ? formatAmount(amount, currency) : 'No single amount'
  return {
    title: typeof interval === 'string' ? `${money} / ${interval}` : money,
    subtitle: [product, nickname, active === false && 'inactive'].filter((part) => typeof part === 'string').join(' · '),
  }
}
