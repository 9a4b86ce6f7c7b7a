/**
 * Stripe's names of the fields of a product that Tandem can carry. Those in the second line travel once `tandem.json` names them.
 * @public
 */
export type ProductField =
  | 'name' | 'description' | 'active' | 'images' | 'metadata.brand' | 'default_price'
  | 'tax_code' | 'unit_label' | 'url' | 'statement_descriptor' | 'shippable' | 'package_dimensions' | 'marketing_features' | 'metadata'

/**
 * Stripe's names of the fields of a price that Tandem can carry. `metadata` travels once `tandem.json` names it.
 * @public
 */
export type PriceField =
  | 'currency' | 'unit_amount' | 'unit_amount_decimal' | 'recurring' | 'active' | 'nickname' | 'lookup_key' | 'tax_behavior' | 'currency_options'
  | 'tiers' | 'tiers_mode' | 'transform_quantity' | 'custom_unit_amount' | 'metadata'

/** The names that no mapping changes: Tandem's own marks, at the top of the document (of an embedded price: of its entry). */
export const marks = {
  product: 'stripeProductId',
  price: 'stripePriceId',
  flag: 'updatedFromStripe',
} as const
