import {kindOf, type Settings} from '../options'
import {marks} from '../schema/fields'

type Attributes = Record<string, unknown>

/**
 * What of a document belongs into a copy: not its Stripe ids and the flag, wherever they are; not a price's lookup key, which is unique in
 * an account; and not the references to prices, which belong to the product that was copied. Prices that are entries of a list stay.
 */
export function copyOf<T extends {_type: string}>(document: T, settings: Settings): T {
  const copy = withoutMarks(document, settings.priceField('lookup_key')) as T & Attributes
  if (kindOf(settings, document._type) === 'price') return copy

  const defaultPrice = settings.productField('default_price')
  if (defaultPrice && isReference(copy[defaultPrice])) delete (copy as Attributes)[defaultPrice]
  if (Array.isArray(copy['prices']) && copy['prices'].every(isReference)) delete (copy as Attributes)['prices']
  return copy
}

function withoutMarks(value: unknown, lookupKey: string | null): unknown {
  if (Array.isArray(value)) return value.map((entry) => withoutMarks(entry, lookupKey))
  if (typeof value !== 'object' || value === null) return value
  const dropped: string[] = [marks.product, marks.price, marks.flag, ...(lookupKey && marks.price in value ? [lookupKey] : [])]
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !dropped.includes(name))
      .map(([name, inner]) => [name, withoutMarks(inner, lookupKey)]),
  )
}

function isReference(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '_ref' in value
}
