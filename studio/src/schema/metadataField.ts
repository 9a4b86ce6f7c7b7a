import {defineArrayMember, defineField, type FieldDefinition} from 'sanity'

/** Stripe's metadata, as a list: Sanity has no objects with free keys. */
export function metadataField(name: string): FieldDefinition {
  return defineField({
    name,
    title: 'Metadata',
    type: 'array',
    of: [
      defineArrayMember({
        type: 'object',
        name: 'metadataEntry',
        title: 'Entry',
        fields: [
          defineField({name: 'key', title: 'Key', type: 'string', validation: (rule) => rule.required().max(40)}),
          defineField({name: 'value', title: 'Value', type: 'string', validation: (rule) => rule.max(500)}),
        ],
        preview: {select: {title: 'key', subtitle: 'value'}},
      }),
    ],
    validation: (rule) => rule.max(50),
  })
}
