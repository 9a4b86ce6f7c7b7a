import {Button, Flex, Stack, Text} from '@sanity/ui'
import {useState} from 'react'
import type {DocumentActionComponent} from 'sanity'
import {useStatus} from '../status/useStatus'
import {deleteConsequences} from './deleteConsequences'

/** The Studio's own Delete or Unpublish, after a step that says what will happen in Stripe. */
export function withConsequences(builtIn: DocumentActionComponent, kind: 'product' | 'price'): DocumentActionComponent {
  // A name, because the Studio's action is a hook.
  const useBuiltIn = builtIn
  const ConsequencesAction: DocumentActionComponent = (props) => {
    const action = useBuiltIn(props)
    const {status} = useStatus(props.id)
    const [isAsking, setAsking] = useState(false)

    // What is deleted in a release, or was never published, is not in Stripe.
    const consequences = props.published && !props.version ? deleteConsequences(kind, status) : []
    if (!action || consequences.length === 0) return action

    const goOn = () => {
      setAsking(false)
      action.onHandle?.()
    }
    return {
      ...action,
      onHandle: () => setAsking(true),
      dialog: isAsking
        ? {
            type: 'dialog',
            header: 'What happens in Stripe',
            onClose: () => setAsking(false),
            content: (
              <Stack gap={4}>
                {consequences.map((sentence) => (
                  <Text key={sentence} size={1}>
                    {sentence}
                  </Text>
                ))}
                <Flex gap={2} justify="flex-end">
                  <Button mode="bleed" onClick={() => setAsking(false)} text="Cancel" />
                  <Button onClick={goOn} text="Go on" tone="critical" />
                </Flex>
              </Stack>
            ),
          }
        : (action.dialog ?? null),
    }
  }
  if (builtIn.action) ConsequencesAction.action = builtIn.action
  ConsequencesAction.displayName = `WithStripeConsequences(${builtIn.displayName ?? builtIn.action ?? 'action'})`
  return ConsequencesAction
}
