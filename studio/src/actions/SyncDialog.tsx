import {Button, Card, Flex, Stack, Text} from '@sanity/ui'
import {useFieldTitles} from '../pane/useFieldTitles'
import {ValueText} from '../pane/ValueText'
import {RequestProgress} from '../requests/RequestProgress'
import type {Requests} from '../requests/useRequest'
import {fieldsIn, type StatusDocument} from '../status/statusDocument'
import {type Direction, differences} from './differences'

interface SyncDialogProps {
  documentType: string
  direction: Direction
  status: StatusDocument | null
  hasUnpublishedChanges: boolean
  requests: Requests
  onConfirm: () => void
  onClose: () => void
}

/** Asks before a sync, saying what will change; then follows it to its result. */
export function SyncDialog(props: SyncDialogProps) {
  const {direction, documentType, hasUnpublishedChanges, onClose, onConfirm, requests, status} = props
  const [winner, target] = direction === 'toStripe' ? ['Sanity', 'Stripe'] : ['Stripe', 'Sanity']
  if (requests.state.phase !== 'idle') {
    return (
      <Stack gap={4}>
        <RequestProgress state={requests.state} />
        <Flex justify="flex-end">
          <Button mode="ghost" onClick={onClose} text="Close" />
        </Flex>
      </Stack>
    )
  }
  return (
    <Stack gap={4}>
      <Text size={1}>
        {status?.livemode === false && 'Test mode. '}Where the two sides differ on this document, the value of {winner} stands and {target} gets it.
      </Text>
      <Changes direction={direction} documentType={documentType} status={status} target={target} />
      {direction === 'fromStripe' && hasUnpublishedChanges && (
        <Text muted size={1}>
          The draft is changed too, except for fields that were edited in it.
        </Text>
      )}
      {direction === 'toStripe' && hasUnpublishedChanges && (
        <Card border padding={3} radius={2} tone="caution">
          <Text size={1}>There are unpublished changes. Only what is published travels: publish first if they shall go to Stripe.</Text>
        </Card>
      )}
      <Flex gap={2} justify="flex-end">
        <Button mode="bleed" onClick={onClose} text="Cancel" />
        <Button onClick={onConfirm} text={direction === 'toStripe' ? 'Sync to Stripe' : 'Sync from Stripe'} tone="primary" />
      </Flex>
    </Stack>
  )
}

function Changes({direction, documentType, status, target}: {direction: Direction; documentType: string; status: StatusDocument | null; target: string}) {
  const titleOf = useFieldTitles(documentType)
  const changes = differences(status, direction)
  const held = fieldsIn(status, 'held')
  return (
    <Stack gap={4}>
      {changes.length === 0 ? (
        <Text size={1}>At the last look nothing differed that would be carried over. The service looks again now.</Text>
      ) : (
        <Stack gap={3}>
          <Text size={1} weight="semibold">
            This will change in {target}:
          </Text>
          {changes.map(({after, before, field}) => (
            <Text key={field._key} size={1}>
              {titleOf(field)}: <ValueText value={before} /> → <ValueText value={after} />
            </Text>
          ))}
        </Stack>
      )}
      {held.length > 0 && <Text size={1}>Held changes stay held: {held.map(titleOf).join(', ')}.</Text>}
      {fieldsIn(status, 'refused').map((field) => (
        <Text key={field._key} size={1}>
          {titleOf(field)} stays as it is{field.why ? `: ${field.why}` : '.'}
        </Text>
      ))}
    </Stack>
  )
}
