import {Button, Card, Flex, Stack, Text} from '@sanity/ui'
import {ValueText} from '../pane/ValueText'
import {RequestProgress} from '../requests/RequestProgress'
import type {Requests} from '../requests/useRequest'
import {fieldsIn, type StatusDocument} from '../status/statusDocument'
import {type Direction, differences} from './differences'

interface SyncDialogProps {
  direction: Direction
  status: StatusDocument | null
  hasUnpublishedChanges: boolean
  requests: Requests
  onConfirm: () => void
  onClose: () => void
}

/** Asks before a sync, saying what will change; then follows it to its result. */
export function SyncDialog(props: SyncDialogProps) {
  const {direction, hasUnpublishedChanges, onClose, onConfirm, requests, status} = props
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
      <Changes direction={direction} status={status} target={target} />
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

function Changes({direction, status, target}: {direction: Direction; status: StatusDocument | null; target: string}) {
  const changes = differences(status, direction)
  const waiting = fieldsIn(status, 'held')
  const refused = fieldsIn(status, 'refused')
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
            <Text key={field} size={1}>
              {field}: <ValueText value={before} /> → <ValueText value={after} />
            </Text>
          ))}
        </Stack>
      )}
      {waiting.length > 0 && <Text size={1}>Held changes stay held: {waiting.map(({field}) => field).join(', ')}.</Text>}
      {refused.map(({field, why}) => (
        <Text key={field} size={1}>
          {field} stays as it is{why ? `: ${why}` : '.'}
        </Text>
      ))}
    </Stack>
  )
}
