import type {FieldDefinition} from 'sanity'

/**
 * A field under the name that the mapping gives it. None where documents do not hold it, and none where they hold it deeper inside
 * (`seo.title`): the object around it is yours to define.
 */
export function mapped(name: string | null, define: (name: string) => FieldDefinition): FieldDefinition[] {
  return name !== null && /^[A-Za-z]+\w*$/.test(name) ? [define(name)] : []
}
