import {describe, expect, it, test} from 'vitest'
import {currencyCodes, currencyRule} from '../../src/amount/currencies'
import {editableAmount, formatAmount} from '../../src/amount/format'
import {readAmount} from '../../src/amount/readAmount'

const amount = (minorUnits: number) => ({kind: 'amount', minorUnits})
const message = (text: string, currency?: string) => {
  const reading = readAmount(text, currency)
  return 'message' in reading ? reading.message : `no message, but ${JSON.stringify(reading)}`
}

describe('an amount is stored in the minor unit that Stripe counts', () => {
  test.each([
    ['eur', '19.99', 1999], ['eur', '19.9', 1990], ['eur', '19', 1900], ['eur', '0.05', 5], ['eur', '.99', 99], ['eur', ',99', 99], ['eur', '0', 0], ['eur', '007', 700],
    ['jpy', '1999', 1999], ['jpy', '1,999', 1999], ['jpy', '1.999', 1999], ['jpy', '1.999,00', 1999], ['krw', '12 500', 12500],
    ['kwd', '1.23', 1230], ['kwd', '1234.560', 1234560], ['tnd', '0.5', 500],
    ['isk', '1500', 150000], ['isk', '1.500', 150000], ['ugx', '5.00', 500],
    ['huf', '1990,50', 199050], ['twd', '300', 30000], ['EUR', '19.99', 1999], [' Usd ', '1', 100],
  ])('%s: %s is %i', (currency, text, minorUnits) => {
    expect(readAmount(text, currency)).toEqual(amount(minorUnits))
  })

  test.each([['1.15', 115], ['8.2', 820], ['16.4', 1640], ['4.35', 435], ['1.10', 110], ['9999999999999.99', 999999999999999]])(
    '%s, which multiplying by 100 in floating point would get wrong or nearly so, is %i',
    (text, minorUnits) => expect(readAmount(text, 'usd')).toEqual(amount(minorUnits)),
  )

  it('with the exponent of every currency that Stripe is known to take', () => {
    expect(currencyCodes).toHaveLength(new Set(currencyCodes).size)
    const withExponent = (exponent: number) => currencyCodes.filter((code) => currencyRule(code).exponent === exponent).join(' ')
    expect(withExponent(0)).toBe('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf')
    expect(withExponent(3)).toBe('bhd jod kwd omr tnd')
    expect(currencyCodes.length).toBeGreaterThan(130)
    expect(currencyCodes.filter((code) => currencyRule(code).multipleOf === 100)).toEqual(['isk', 'ugx'])
  })

  test.each(currencyCodes)('%s: what is shown, and what is put up for editing, is read as the same amount', (code) => {
    const {multipleOf} = currencyRule(code)
    for (const units of [0, 1, 7, 10, 99, 100, 101, 999, 1000, 1234, 150000, 123456789, 9999999999999]) {
      const minorUnits = units * multipleOf
      expect(readAmount(editableAmount(minorUnits, code), code)).toEqual(amount(minorUnits))
      const shown = readAmount(formatAmount(minorUnits, code), code)
      // "1.500 KWD" is how it is printed, and yet one of the two ways to read it.
      if (shown.kind === 'ambiguous') expect(shown.choices).toContain(minorUnits)
      else expect(shown).toEqual(amount(minorUnits))
    }
  })
})

describe('separators of any locale', () => {
  test.each([
    '1.234,56', '1,234.56', '1 234,56', '1 234.56', "1'234.56", '1’234.56', "1'234,56", '1\u00a0234,56', '1\u202f234,56', '1\u2009234,56', '1234.56', '1234,56', '1,234.56 EUR', 'EUR 1.234,56',
    '€1,234.56', '1.234,56 €', '  1234.56\t', '１２３４．５６', '١٬٢٣٤٫٥٦', '\u200e1,234.56\u200f',
  ])('%s is 1234.56', (text) => {
    expect(readAmount(text, 'eur')).toEqual(amount(123456))
  })

  test.each([
    ['1.234.567', 123456700], ['1,234,567', 123456700], ['1.234.567,89', 123456789], ['1,234,567.89', 123456789], ["1'234'567.89", 123456789], ['1 234 567', 123456700],
    ['12,34,567.89', 123456789], ['12,34,567', 123456700], ['1234567.8', 123456780], ['1 234.', 123400], ['20,-', 2000], ['20.--', 2000], ['19,– €', 1900], ['0,500', 50], ['1234,560', 123456], ['19.999,9', 1999990],
  ])('%s is %i', (text, minorUnits) => {
    expect(readAmount(text, 'eur')).toEqual(amount(minorUnits))
  })

  test.each([['sek', 'kr. 199,00', 19900], ['dkk', '199,00 kr.', 19900], ['usd', '$1,234.50', 123450], ['cad', 'CA$5.00', 500], ['jpy', '¥1,999', 1999], ['pln', '9,99 zł', 999], ['jpy', '1,999 JPY', 1999], ['usd', '5 usd', 500]])(
    '%s: %s with its sign or code is %i',
    (currency, text, minorUnits) => expect(readAmount(text, currency)).toEqual(amount(minorUnits)),
  )
})

describe('what can be read in two ways is asked, not guessed', () => {
  it('where only thousands would be exact', () => {
    expect(readAmount('1,234', 'eur')).toEqual({
      kind: 'ambiguous',
      choices: [123400],
      message: 'Does the comma in “1,234” part thousands? Then it is 1,234.00 EUR: choose that, or write it without the comma. As decimals it is too fine: EUR has 2.',
    })
    expect(readAmount('1.234', 'eur')).toMatchObject({kind: 'ambiguous', choices: [123400]})
    expect(message('1.234', 'eur')).toContain('Does the point in “1.234”')
  })

  it('where both would be', () => {
    expect(readAmount('1,500', 'kwd')).toEqual({
      kind: 'ambiguous',
      choices: [1500000, 1500],
      message: '“1,500” can mean 1,500.000 KWD or 1.500 KWD. Choose one, or write it without a thousands separator.',
    })
    expect(readAmount('19.990', 'eur')).toMatchObject({kind: 'ambiguous', choices: [1999000, 1999]})
  })

  it('but not where nobody writes decimals, and not where it cannot be a group', () => {
    expect(readAmount('1,000', 'jpy')).toEqual(amount(1000))
    expect(readAmount('0.500', 'eur')).toEqual(amount(50))
    expect(readAmount('1234.500', 'kwd')).toEqual(amount(1234500))
  })
})

describe('what cannot be charged is refused with what to do', () => {
  test.each([
    ['eur', '19.9999', 'EUR has 2 decimals, and 19.9999 has 4. Write 19.99 or 20.00.'],
    ['eur', '0.001', 'EUR has 2 decimals, and 0.001 has 3. Write 0.00 or 0.01.'],
    ['eur', '1,234.567', 'EUR has 2 decimals, and 1234.567 has 3. Write 1234.56 or 1234.57.'],
    ['jpy', '19.99', 'JPY has no decimals, so 19.99 cannot be charged. Write 19 or 20.'],
    ['isk', '5.50', 'ISK has no decimals, so 5.50 cannot be charged. Write 5 or 6.'],
    ['kwd', '0.1234', 'KWD has 3 decimals, and 0.1234 has 4. Write 0.12 or 0.13.'],
    ['kwd', '0.125', 'Stripe takes only two of the three decimals of KWD, so 0.125 cannot be charged. Write 0.12 or 0.13.'],
    ['eur', '10000000000000', 'This amount is too large: Stripe takes at most 15 digits.'],
    ['eur', '99999999999999999999999999', 'This amount is too large: Stripe takes at most 15 digits.'],
  ])('%s %s: %s', (currency, text, expected) => expect(message(text, currency)).toBe(expected))

  test.each(['-5', '−5', '–19.99', '(5.00)', '5.00-', '€-5', '-€5', '-0', '-1,234.56 EUR'])('%s is negative', (text) => {
    expect(message(text, 'eur')).toBe('An amount cannot be negative. Write it without the minus; discounts are coupons in Stripe.')
  })

  test.each(['abc', '19.99.99', '1,23,4', '12 34', '1e3', '0x10', '10-20', '+5', '.', ',', '-', '€', '1,234.56.78', '1.234,567.8', '1 23,45', "1'23", '0,123,456', 'NaN', 'Infinity', '19 99', '1.2.3', '5%'])(
    '%s is not an amount',
    (text) => expect(message(text, 'eur')).toBe(`“${text}” is not an amount. Write it like 19.99.`),
  )

  it('and the example suits the currency', () => {
    expect(message('x', 'jpy')).toBe('“x” is not an amount. Write it like 1999.')
    expect(message('x', 'isk')).toBe('“x” is not an amount. Write it like 1999.')
    expect(message('x', 'kwd')).toBe('“x” is not an amount. Write it like 19.99.')
  })

  test.each(['19.99 USD', '$19.99', 'usd 5', '5 ¥'])('%s is in another currency', (text) => {
    expect(message(text, 'eur')).toBe(`This price is in EUR, and “${text}” is in another currency. Write the amount in EUR, or change the currency first.`)
  })

  it('as long as no currency is chosen', () => {
    for (const currency of [undefined, '', 'euro']) expect(message('5', currency)).toBe('Choose the currency first: it says how many decimals an amount has.')
  })

  it('while an empty field is simply empty', () => {
    expect(readAmount('', 'eur')).toEqual({kind: 'empty'})
    expect(readAmount(' \u00a0', undefined)).toEqual({kind: 'empty'})
  })
})

test('amounts are shown with their currency, in groups', () => {
  expect(['eur', 'jpy', 'kwd', 'isk'].map((code) => formatAmount(1234500, code))).toEqual(['12,345.00 EUR', '1,234,500 JPY', '1,234.500 KWD', '12,345 ISK'])
  expect(formatAmount(5, 'eur')).toBe('0.05 EUR')
  expect(formatAmount(550, 'isk')).toBe('5.50 ISK')
})
