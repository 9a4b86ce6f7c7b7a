import {Badge, Card, Flex, Stack, Text} from '@sanity/ui'
import {notSeen, stateTexts} from '../status/stateTexts'
import {dashboardAddress, type StatusDocument} from '../status/statusDocument'
import {Ago} from './Ago'

/** How the document stands: the state and why, the object in Stripe, the last sync. */
export function Headline({kind, status}: {kind: 'product' | 'price'; status: StatusDocument | null}) {
  const text = status ? stateTexts[status.state] : notSeen
  const address = dashboardAddress(kind, status)
  return (
    <Card border padding={3} radius={2} tone={text.tone}>
      <Stack gap={3}>
        <Flex align="center" gap={2} justify="space-between">
          <Text size={1} weight="semibold">
            {text.label}
          </Text>
          {status?.livemode === false && <Badge fontSize={0}>Test mode</Badge>}
        </Flex>
        <Text size={1}>{status?.message ?? text.title}</Text>
        {status?.stripeId && (
          <Text muted size={1}>
            {address ? (
              <a href={address} rel="noopener noreferrer" target="_blank">
                {status.stripeId}
              </a>
            ) : (
              status.stripeId
            )}
          </Text>
        )}
        {status?.syncedAt && (
          <Text muted size={1}>
            Last sync: <Ago at={status.syncedAt} />
          </Text>
        )}
      </Stack>
    </Card>
  )
}
