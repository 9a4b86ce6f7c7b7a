import {Box, Button, Card, Flex, Text} from '@sanity/ui'
import {type DocumentInspector, type DocumentInspectorProps, getPublishedId} from 'sanity'
import {CloseIcon, StripeIcon} from '../icons'
import type {Settings} from '../options'
import {stateTexts} from '../status/stateTexts'
import {useStatus} from '../status/useStatus'
import {StatusPane} from './StatusPane'
import {useEditField} from './useEditField'

/** The status pane as a panel beside the form: it is there without a change of the Studio's structure. */
export function stripeInspector(settings: Settings): DocumentInspector {
  function StripeInspector({documentId, documentType, onClose}: DocumentInspectorProps) {
    const editField = useEditField()
    return (
      <Flex direction="column" height="fill" overflow="hidden">
        <Card borderBottom flex="none" padding={2}>
          <Flex align="center" gap={2}>
            <Box flex={1} padding={2}>
              <Text size={1} weight="medium">
                Stripe
              </Text>
            </Box>
            <Button aria-label="Close the Stripe panel" fontSize={1} icon={CloseIcon} mode="bleed" onClick={onClose} padding={2} />
          </Flex>
        </Card>
        <Box flex={1} overflow="auto">
          <StatusPane documentId={getPublishedId(documentId)} documentType={documentType} onEdit={editField} settings={settings} />
        </Box>
      </Flex>
    )
  }

  return {
    name: 'tandem-stripe',
    component: StripeInspector,
    useMenuItem: ({documentId}) => {
      const {status} = useStatus(getPublishedId(documentId))
      const tone = status && stateTexts[status.state].tone
      return {
        icon: StripeIcon,
        title: status ? stateTexts[status.state].label : 'Stripe',
        showAsAction: true,
        ...((tone === 'caution' || tone === 'critical') && {tone, status: tone}),
      }
    },
  }
}
