import {type ObjectSchemaType, useSchema} from 'sanity'
import type {FieldStatus} from '../status/statusDocument'
import {rootField} from './studioPath'

/** What the schema calls the field that a status speaks of; with its place where that lies deeper, and Stripe's name where there is no place. */
export function useFieldTitles(documentType: string): (field: FieldStatus) => string {
  const schemaType = useSchema().get(documentType) as ObjectSchemaType | undefined
  return ({field, path}) => {
    if (field === '*') return 'The whole document'
    if (!path) return field
    const root = rootField(path)
    const title = schemaType?.fields?.find((candidate) => candidate.name === root)?.type.title ?? root
    return root === path ? title : `${title} (${path})`
  }
}
