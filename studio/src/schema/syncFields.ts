import {defineField, type FieldDefinition} from 'sanity'
import {marks} from './fields'

/**
 * Tandem's own marks: the Stripe id, and the flag that is set for a moment after each change that came from Stripe. Nobody edits them.
 * @public
 */
export function syncFields(kind: 'product' | 'price'): FieldDefinition[] {
  return [
    defineField({
      name: marks[kind],
      title: kind === 'product' ? 'Stripe product' : 'Stripe price',
      type: 'string',
      readOnly: true,
      description: 'Filled in by the sync. It is put back when it is changed or copied.',
    }),
    defineField({
      name: marks.flag,
      title: 'Updated from Stripe',
      type: 'boolean',
      hidden: true,
      readOnly: true,
      description: 'Internal flag to prevent infinite sync loops with Stripe webhooks',
    }),
  ]
}
