import {defineType} from 'sanity'
import {settingsOf, type StripeSyncOptions} from '../options'
import {inGroup} from './inGroup'
import {productFields} from './productFields'

/**
 * The document type of products that Tandem's default mapping expects.
 * @public
 */
export function productType(options: StripeSyncOptions = {}) {
  const {productField, productType: name} = settingsOf(options)
  const {content, pricing, sync} = productFields(options)
  return defineType({
    name,
    title: 'Product',
    type: 'document',
    groups: [
      {name: 'content', title: 'Content', default: true},
      {name: 'pricing', title: 'Prices', hidden: pricing.length === 0},
    ],
    fields: [...inGroup('content', content), ...inGroup('pricing', pricing), ...inGroup('pricing', sync)],
    preview: {
      select: {
        title: productField('name') ?? '_id',
        subtitle: productField('metadata.brand') ?? 'stripeProductId',
        media: `${productField('images') ?? 'images'}.0`,
      },
    },
  })
}
