import {Box, Button, Card, Flex, Stack, Text, TextInput} from '@sanity/ui'
import type {ComponentType, FormEvent} from 'react'
import {getPublishedId, getValueAtPath, type NumberInputProps, type Path, set, unset, useEditState, useFormValue} from 'sanity'
import {marks} from '../schema/fields'
import {amountProblem} from './amountProblem'
import {currencyRule} from './currencies'
import {formatAmount, isMinorUnits} from './format'
import {useTypedAmount} from './useTypedAmount'

/**
 * Where an amount finds its currency.
 * @public
 */
export interface AmountInputOptions {
  /** The field that holds the currency's code; `currency` unless you say otherwise. */
  currencyField?: string
  /** How many steps up the object is that has this field: 1 when it is beside the amount, 3 when the amount is in an entry of a list beside it. */
  up?: number
}

/**
 * An input of an integer field that holds minor units: people see and type the amount in the currency's main unit, in the way of any locale.
 * @public
 */
export function amountInput(options: AmountInputOptions = {}): ComponentType<NumberInputProps> {
  const {currencyField = 'currency', up = 1} = options
  return function AmountInput(props: NumberInputProps) {
    const {elementProps, onChange, path, value} = props
    const currency = useText([...path.slice(0, -up), currencyField])
    const amount = useTypedAmount(value, currency, (minorUnits) => onChange(minorUnits === undefined ? unset() : set(minorUnits)))
    const problem = amount.reading === null ? amountProblem(value, currency) : null
    return (
      <Stack gap={3}>
        <TextInput
          {...elementProps}
          customValidity={amount.reading && 'message' in amount.reading ? amount.reading.message : ''}
          inputMode="decimal"
          onBlur={(event) => {
            amount.blur()
            elementProps.onBlur(event)
          }}
          onChange={(event: FormEvent<HTMLInputElement>) => amount.type(event.currentTarget.value)}
          onFocus={(event) => {
            amount.focus()
            elementProps.onFocus(event)
          }}
          placeholder={currency ? undefined : 'Choose the currency first'}
          readOnly={elementProps.readOnly}
          suffix={currency ? <CurrencyCode code={currency} /> : undefined}
          value={amount.text}
        />
        {problem && <Note text={problem} tone="critical" />}
        <ReadingNote amount={amount} currency={currency} />
        {up === 1 && <NewPriceNotice currency={currency} path={path} value={value} />}
      </Stack>
    )
  }
}

function CurrencyCode({code}: {code: string}) {
  return (
    <Box padding={3}>
      <Text muted size={1}>
        {currencyRule(code).name}
      </Text>
    </Box>
  )
}

/** What the typed text means, or why it means nothing. */
function ReadingNote({amount, currency}: {amount: ReturnType<typeof useTypedAmount>; currency: string | undefined}) {
  const {kept, reading} = amount
  if (!reading || reading.kind === 'empty' || !currency) return reading?.kind === 'invalid' ? <Note text={reading.message} tone="critical" /> : null
  if (reading.kind === 'amount') {
    return (
      <Text muted size={1}>
        = {formatAmount(reading.minorUnits, currency)}
      </Text>
    )
  }
  const stays = isMinorUnits(kept) ? ` Until then it stays ${formatAmount(kept, currency)}.` : ' Nothing is stored until then.'
  if (reading.kind === 'invalid') return <Note text={reading.message + stays} tone="critical" />
  return (
    <Note text={reading.message + stays} tone="caution">
      <Flex gap={2} wrap="wrap">
        {reading.choices.map((choice) => (
          <Button fontSize={1} key={choice} mode="ghost" onClick={() => amount.choose(choice)} padding={2} text={formatAmount(choice, currency)} />
        ))}
      </Flex>
    </Note>
  )
}

function Note({children, text, tone}: {children?: React.ReactNode; text: string; tone: 'caution' | 'critical'}) {
  return (
    <Card border padding={3} radius={2} role="alert" tone={tone}>
      <Stack gap={3}>
        <Text size={1}>{text}</Text>
        {children}
      </Stack>
    </Card>
  )
}

/** Stripe's prices cannot change their amount: said where a price that is in Stripe is about to get another. */
function NewPriceNotice(props: {currency: string | undefined; path: Path; value: number | undefined}) {
  const stripeId = useText([...props.path.slice(0, -1), marks.price])
  const documentId = useText(['_id'])
  const documentType = useText(['_type'])
  return stripeId && documentId && documentType ? <ChangeOfAmount {...props} documentId={getPublishedId(documentId)} documentType={documentType} stripeId={stripeId} /> : null
}

interface ChangeOfAmountProps {
  currency: string | undefined
  documentId: string
  documentType: string
  path: Path
  stripeId: string
  value: number | undefined
}

function ChangeOfAmount({currency, documentId, documentType, path, stripeId, value}: ChangeOfAmountProps) {
  const {published} = useEditState(documentId, documentType, 'low')
  const before = published ? getValueAtPath(published, path) : undefined
  if (!isMinorUnits(before) || before === value) return null
  return (
    <Card border padding={3} radius={2} tone="caution">
      <Text size={1}>
        {value === undefined || !currency ? 'Publishing this' : `Publishing ${formatAmount(value, currency)} instead of ${formatAmount(before, currency)}`} creates a new price in Stripe and
        archives the old one ({stripeId}). Subscriptions and payment links that exist keep the old price.
      </Text>
    </Card>
  )
}

function useText(path: Path): string | undefined {
  const value = useFormValue(path)
  return typeof value === 'string' && value !== '' ? value : undefined
}
