import type {PriceField, ProductField} from './schema/fields'

/**
 * What `stripeSync()` and the schema types can be told. Everything may be left out: then the names are those of Tandem's default mapping.
 * @public
 */
export interface StripeSyncOptions {
  /** What your document types are called. The same names as in `tandem.json`. */
  types?: {
    /** The type of product documents; `product` unless you say otherwise. */
    product?: string
    /** The type of price documents; `price` unless you say otherwise. `false` where prices are entries of a list in their product's document. */
    price?: string | false
  }
  /** What your fields are called, where it is not Stripe's name: `{product: {name: 'title'}}`. The same names as in `tandem.json`; `false` for those that are not carried. */
  fields?: {
    product?: Partial<Record<ProductField, string | false>>
    price?: Partial<Record<PriceField, string | false>>
  }
}

/** The options with everything that was left out filled in. */
export interface Settings {
  productType: string
  /** Null where prices are no documents of their own. */
  priceType: string | null
  /** Where product documents hold a field; null where they do not. */
  productField: (field: ProductField) => string | null
  priceField: (field: PriceField) => string | null
}

/** Fills in what was left out. */
export function settingsOf(options: StripeSyncOptions = {}): Settings {
  const {types = {}, fields = {}} = options
  return {
    productType: types.product ?? 'product',
    priceType: types.price === false ? null : (types.price ?? 'price'),
    productField: (field) => named(fields.product?.[field], field === 'metadata.brand' ? 'brand' : field),
    priceField: (field) => named(fields.price?.[field], field),
  }
}

function named(name: string | false | undefined, usual: string): string | null {
  return name === false ? null : (name ?? usual)
}

/** Whether documents of this type are kept equal with Stripe. */
export function isSynced(settings: Settings, documentType: string): boolean {
  return documentType === settings.productType || documentType === settings.priceType
}

/** What the documents of a type are in Stripe. */
export function kindOf(settings: Settings, documentType: string): 'product' | 'price' {
  return documentType === settings.priceType ? 'price' : 'product'
}
