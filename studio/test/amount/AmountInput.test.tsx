// @vitest-environment jsdom
import {cleanup, fireEvent, screen} from '@testing-library/react'
import {useState} from 'react'
import type {FormPatch, NumberInputProps, SanityDocument} from 'sanity'
import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {amountInput} from '../../src/amount/AmountInput'
import {show, studio} from '../studioStub'

const form: {value: Record<string, unknown>} = {value: {}}

vi.mock('sanity', async (original) => ({
  ...(await original<object>()),
  ...(await import('../studioStub')).hooks,
  useFormValue: (path: string[]) => path.reduce<unknown>((value, segment) => (value as Record<string, unknown> | undefined)?.[segment], form.value),
}))

const AmountInput = amountInput()

/** A form of which only the amount is shown; what is typed is stored as the Studio would store it. */
function Form() {
  const [value, setValue] = useState(form.value['unit_amount'] as number | undefined)
  const [, setCurrency] = useState('')
  form.value = {...form.value, unit_amount: value}
  const onChange = (patch: unknown) => {
    const {type, value: next} = patch as FormPatch & {value?: number}
    setValue(type === 'unset' ? undefined : next)
  }
  const elementProps = {id: 'amount', onFocus: () => {}, onBlur: () => {}, onChange: () => {}, ref: {current: null}, readOnly: false}
  return (
    <>
      <AmountInput {...({value, onChange, path: ['unit_amount'], elementProps} as unknown as NumberInputProps)} />
      <button
        onClick={() => {
          form.value['currency'] = 'jpy'
          setCurrency('jpy')
        }}
      >
        to yen
      </button>
    </>
  )
}

const price = (more: object) => {
  form.value = {_id: 'drafts.mug-eur', _type: 'price', currency: 'eur', ...more}
  show(<Form />)
}
const input = () => screen.getByRole<HTMLInputElement>('textbox')
const stored = () => form.value['unit_amount']
const text = () => document.body.textContent ?? ''
const type = (...texts: string[]) => {
  fireEvent.focus(input())
  for (const value of texts) fireEvent.change(input(), {target: {value}})
}

beforeEach(() => {
  studio.published = null
})
afterEach(cleanup)

test('minor units are shown in the main unit, with the currency beside them', () => {
  price({unit_amount: 1999})
  expect(input().value).toBe('19.99')
  expect(text()).toContain('EUR')
})

test('what is typed is stored in minor units, said back, and written plainly once the field is left', () => {
  price({unit_amount: 1999})
  type('1.234,56 €')
  expect(stored()).toBe(123456)
  expect(text()).toContain('= 1,234.56 EUR')
  fireEvent.blur(input())
  expect(input().value).toBe('1234.56')
})

test('an empty field holds no amount', () => {
  price({unit_amount: 1999})
  type('')
  expect(stored()).toBeUndefined()
})

test('on the way to an ambiguous amount nothing half-typed is left behind', () => {
  price({unit_amount: 1999})
  type('1', '1,', '1,2', '1,23', '1,234')
  expect(stored()).toBe(1999)
  expect(text()).toContain('Does the comma in “1,234” part thousands?')
  expect(text()).toContain('Until then it stays 19.99 EUR.')
  fireEvent.blur(input())
  expect(input().value).toBe('1,234')
  fireEvent.click(screen.getByRole('button', {name: '1,234.00 EUR'}))
  expect(stored()).toBe(123400)
  expect(input().value).toBe('1234.00')
})

test('an amount that cannot be charged is not stored, and the message stays when the field is left', () => {
  price({})
  type('5', '5.999', '5.9999')
  fireEvent.blur(input())
  expect(stored()).toBeUndefined()
  expect(screen.getByRole('alert').textContent).toBe('EUR has 2 decimals, and 5.9999 has 4. Write 5.99 or 6.00. Nothing is stored until then.')
})

test('text that waits for its currency is read anew when that changes', () => {
  price({currency: undefined})
  expect(input().placeholder).toBe('Choose the currency first')
  type('1,999')
  expect(text()).toContain('Choose the currency first: it says how many decimals an amount has.')
  expect(stored()).toBeUndefined()
  fireEvent.click(screen.getByRole('button', {name: 'to yen'}))
  expect(stored()).toBe(1999)
  expect(text()).toContain('= 1,999 JPY')
})

test('a change of a price that is in Stripe is announced, and only then', () => {
  studio.published = {_id: 'mug-eur', unit_amount: 1999, currency: 'eur'} as unknown as SanityDocument
  price({unit_amount: 1999, stripePriceId: 'price_1'})
  expect(text()).not.toContain('creates a new price')
  type('24.50')
  expect(text()).toContain('Publishing 24.50 EUR instead of 19.99 EUR creates a new price in Stripe and archives the old one (price_1).')
  type('19.99')
  expect(text()).not.toContain('creates a new price')
  fireEvent.blur(input())
  fireEvent.click(screen.getByRole('button', {name: 'to yen'}))
  expect(text()).toContain('Publishing 1,999 JPY instead of 19.99 EUR creates a new price')
})

test('a value that is no amount is not shown as one', () => {
  price({unit_amount: 19.99})
  expect(input().value).toBe('')
  expect(screen.getByRole('alert').textContent).toContain('This field holds 19.99. It must be a whole number')
})
