import {Card, Flex, Stack, Text} from '@sanity/ui'
import type {Ask} from '../requests/requestDocument'
import {Choice} from './Choice'

/** Changes that look like a slip, such as a hundredfold price, wait here for a person. */
export function HeldChanges({blocked, fields, onAsk}: {blocked: string | null; fields: string[]; onAsk: (ask: Ask) => void}) {
  return (
    <Card border padding={3} radius={2} tone="caution">
      <Stack gap={4}>
        <Text size={1}>
          {fields.length > 0 ? `The change of ${fields.join(', ')} waits for you.` : 'A change waits for you.'} Release it, and it is carried over. Refuse it, and it is taken back: the
          side that was changed shows its former value again.
        </Text>
        <Flex gap={2}>
          <Choice blocked={blocked} onClick={() => onAsk({action: 'release'})} text="Release" tone="primary" />
          <Choice blocked={blocked} onClick={() => onAsk({action: 'refuse'})} text="Refuse" />
        </Flex>
      </Stack>
    </Card>
  )
}
