import type {FieldDefinition} from 'sanity'

/** The fields, under one of the form's tabs. */
export function inGroup(group: string, fields: FieldDefinition[]): FieldDefinition[] {
  return fields.map((field) => ({...field, group}))
}
