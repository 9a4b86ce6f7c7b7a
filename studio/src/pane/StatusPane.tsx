import {Button, Card, Flex, Spinner, Stack, Text} from '@sanity/ui'
import {useEditState} from 'sanity'
import {kindOf, type Settings} from '../options'
import {RequestProgress} from '../requests/RequestProgress'
import {useReasonNotToAsk} from '../requests/useReasonNotToAsk'
import {useRequest} from '../requests/useRequest'
import {outcomeTexts} from '../status/stateTexts'
import {type Answer, fieldsIn} from '../status/statusDocument'
import {useStatus} from '../status/useStatus'
import {Ago} from './Ago'
import {FieldCard} from './FieldCard'
import {Headline} from './Headline'
import {HeldChanges} from './HeldChanges'
import {Lineage} from './Lineage'
import {studioPath} from './studioPath'
import {useFieldTitles} from './useFieldTitles'

interface StatusPaneProps {
  /** The published id. */
  documentId: string
  documentType: string
  settings: Settings
  /** Puts the cursor into a field, by its place as the Studio writes it. */
  onEdit?: (path: string) => void
}

/** All that there is to know about a document and Stripe, and all that an editor can decide. */
export function StatusPane({documentId, documentType, onEdit, settings}: StatusPaneProps) {
  const {loading, status} = useStatus(documentId)
  const {draft, published} = useEditState(documentId, documentType, 'low')
  const requests = useRequest(documentId)
  const notAllowed = useReasonNotToAsk()
  const titleOf = useFieldTitles(documentType)

  if (loading) {
    return (
      <Flex justify="center" padding={5}>
        <Spinner muted />
      </Flex>
    )
  }

  const blocked = requests.state.phase === 'waiting' ? 'Waiting for the sync service…' : notAllowed
  const held = fieldsIn(status, 'held')
  const canDecide = held.length > 0 || status?.state === 'held' || fieldsIn(status, 'conflict').length > 0
  return (
    <Stack gap={4} padding={4}>
      <Headline kind={kindOf(settings, documentType)} status={status} />
      {draft && (
        <Text muted size={1}>
          {published
            ? 'The draft has changes that are not published. Only what is published travels.'
            : 'This document is not published yet. Only what is published travels.'}
        </Text>
      )}
      {canDecide && notAllowed && (
        <Card border padding={3} radius={2}>
          <Text muted size={1}>
            You can look, but not decide. {notAllowed}
          </Text>
        </Card>
      )}
      <RequestProgress state={requests.state} />
      {requests.state.phase === 'ended' && (
        <Flex justify="flex-end">
          <Button fontSize={1} mode="bleed" onClick={requests.dismiss} padding={2} text="Dismiss" />
        </Flex>
      )}
      {(held.length > 0 || status?.state === 'held') && <HeldChanges blocked={blocked} fields={held.map(titleOf)} onAsk={requests.send} />}
      {status?.fields?.map((field) => (
        <FieldCard
          blocked={blocked}
          field={field}
          key={field._key}
          onAsk={requests.send}
          onEdit={onEdit && field.path ? () => onEdit(studioPath(field.path ?? field.field)) : undefined}
          title={titleOf(field)}
        />
      ))}
      {status?.lineage && status.lineage.length > 0 && <Lineage prices={status.lineage} />}
      {status?.answers?.[0] && requests.state.phase === 'idle' && <LastAnswer answer={status.answers[0]} />}
    </Stack>
  )
}

const actionTexts: Readonly<Record<string, string>> = {
  syncToStripe: 'Sync to Stripe',
  syncFromStripe: 'Sync from Stripe',
  resolve: 'Resolve a conflict',
  release: 'Release',
  refuse: 'Refuse',
}

function LastAnswer({answer}: {answer: Answer}) {
  const outcome = outcomeTexts[answer.outcome]
  return (
    <Text muted size={1}>
      Last request: {actionTexts[answer.action] ?? answer.action}. {outcome.label}
      {answer.at && (
        <>
          {' '}
          <Ago at={answer.at} />
        </>
      )}
      . {answer.message}
    </Text>
  )
}
