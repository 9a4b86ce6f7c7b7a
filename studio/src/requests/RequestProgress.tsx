import {Card, Flex, Spinner, Stack, Text} from '@sanity/ui'
import {outcomeTexts} from '../status/stateTexts'
import type {Answer} from '../status/statusDocument'
import type {RequestState} from './useRequest'

/** A request from its sending to its end; nothing as long as none was made. */
export function RequestProgress({state}: {state: RequestState}) {
  if (state.phase === 'idle') return null
  if (state.phase === 'waiting') {
    return (
      <Card border padding={3} radius={2} role="status" tone="primary">
        <Flex align="center" gap={3}>
          <Spinner muted />
          <Text size={1}>Waiting for the sync service…</Text>
        </Flex>
      </Card>
    )
  }
  if ('answer' in state.ending) return <AnswerCard answer={state.ending.answer} />
  return (
    <Card border padding={3} radius={2} role="status" tone="caution">
      <Text size={1}>{state.ending.problem}</Text>
    </Card>
  )
}

function AnswerCard({answer}: {answer: Answer}) {
  const outcome = outcomeTexts[answer.outcome]
  return (
    <Card border padding={3} radius={2} role="status" tone={outcome.tone}>
      <Stack gap={3}>
        <Text size={1} weight="semibold">
          {outcome.label}
        </Text>
        <Text size={1}>{answer.message ?? outcome.meaning}</Text>
      </Stack>
    </Card>
  )
}
