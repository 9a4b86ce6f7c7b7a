import {Badge, Card, Flex, Stack, Text} from '@sanity/ui'
import type {FormerPrice} from '../status/statusDocument'

/** The prices that this one has had in Stripe. Stripe's prices do not change their amount: each change made a new one. */
export function Lineage({prices}: {prices: FormerPrice[]}) {
  return (
    <Stack gap={3}>
      <Text size={1} weight="semibold">
        Prices in Stripe
      </Text>
      {prices.map((price) => (
        <Card border key={price._key} padding={3} radius={2}>
          <Stack gap={3}>
            <Flex align="center" gap={2} justify="space-between">
              <Text size={1} weight="medium">
                {price.amount ?? 'No single amount'}
              </Text>
              <Badge fontSize={0} tone={price.active ? 'positive' : 'default'}>
                {price.active ? 'Active' : 'Archived'}
              </Badge>
            </Flex>
            <Text muted size={0}>
              {[price.priceId, span(price)].filter(Boolean).join(' · ')}
            </Text>
          </Stack>
        </Card>
      ))}
    </Stack>
  )
}

function span({from, until}: FormerPrice): string {
  const day = (at: string) => new Date(at).toLocaleDateString()
  if (from && until) return `${day(from)} to ${day(until)}`
  return from ? `since ${day(from)}` : until ? `until ${day(until)}` : ''
}
