import {Badge, Box, Button, Card, Flex, Stack, Text} from '@sanity/ui'
import type {Ask} from '../requests/requestDocument'
import type {FieldStatus} from '../status/statusDocument'
import {Ago} from './Ago'
import {Choice} from './Choice'
import {ValueText} from './ValueText'

interface FieldCardProps {
  field: FieldStatus
  /** What the editor knows the field as. */
  title: string
  /** Why nothing can be asked for now; null when it can. */
  blocked: string | null
  onAsk: (ask: Ask) => void
  /** Puts the cursor into the field; undefined where the form cannot be reached. */
  onEdit: (() => void) | undefined
}

const states: Readonly<Record<FieldStatus['state'], {label: string; tone: 'primary' | 'caution' | 'critical'}>> = {
  differs: {label: 'Differs', tone: 'primary'},
  conflict: {label: 'Conflict', tone: 'caution'},
  held: {label: 'Held', tone: 'caution'},
  refused: {label: 'Not taken', tone: 'critical'},
}

/** One field that is not in step: what each side shows, why, and what can be done. */
export function FieldCard(props: FieldCardProps) {
  const {blocked, field, onAsk, onEdit, title} = props
  const state = states[field.state]
  // The conflict between a delete in Sanity and an edit in Stripe is no field's.
  const isDelete = field.field === '*'
  return (
    <Card border padding={3} radius={2}>
      <Stack gap={4}>
        <Flex align="center" gap={2} justify="space-between">
          <Text size={1} weight="semibold">
            {title}
          </Text>
          <Badge fontSize={0} tone={state.tone}>
            {state.label}
          </Badge>
        </Flex>
        {!isDelete && (
          <Stack gap={3}>
            <Side by={field.sanityBy} name="Sanity" value={field.sanity} />
            <Side by={field.stripeBy} name="Stripe" value={field.stripe} />
            {field.agreed !== undefined && <Side name="Last agreed" value={field.agreed} />}
          </Stack>
        )}
        {field.why && <Text size={1}>{field.why}</Text>}
        {field.at && (
          <Text muted size={1}>
            Since <Ago at={field.at} />
          </Text>
        )}
        {(field.state === 'conflict' || field.state === 'refused') && (
          <Flex gap={2} wrap="wrap">
            {field.state === 'conflict' && (
              <>
                <Choice blocked={blocked} onClick={() => onAsk({action: 'resolve', field: field.field, keep: 'sanity'})} text={isDelete ? 'Let the delete stand' : 'Keep Sanity'} />
                <Choice blocked={blocked} onClick={() => onAsk({action: 'resolve', field: field.field, keep: 'stripe'})} text={isDelete ? 'Keep what Stripe has' : 'Keep Stripe'} />
              </>
            )}
            {onEdit && !isDelete && <Button fontSize={1} mode="bleed" onClick={onEdit} padding={2} text="Edit" />}
          </Flex>
        )}
      </Stack>
    </Card>
  )
}

function Side({by, name, value}: {by?: string | undefined; name: string; value: string | undefined}) {
  return (
    <Flex gap={2}>
      <Box flex="none" style={{width: '6.5em'}}>
        <Text muted size={1}>
          {name}
        </Text>
      </Box>
      <Box flex={1}>
        <Text size={1}>
          <ValueText value={value} />
          {by && ` (${by})`}
        </Text>
      </Box>
    </Flex>
  )
}
