import {type FieldStatus, fieldsIn, type StatusDocument} from '../status/statusDocument'

/** Which side's values a sync carries over. */
export type Direction = 'toStripe' | 'fromStripe'

/** A value that a sync is going to overwrite, as the last status shows it. */
export interface Difference {
  field: FieldStatus
  before: string | undefined
  after: string | undefined
}

/** What a sync in this direction would change on the other side, as far as the service has reported. Held and refused fields stay as they are. */
export function differences(status: StatusDocument | null, direction: Direction): Difference[] {
  return fieldsIn(status, 'differs', 'conflict').map((field) =>
    direction === 'toStripe' ? {field, before: field.stripe, after: field.sanity} : {field, before: field.sanity, after: field.stripe},
  )
}
