/**
 * What Stripe wants amounts of a currency to look like. ISO 4217 is not that: see `wholeOnly`.
 * The same table as the service's, from Stripe's page on currencies.
 */

const zeroDecimal = codes('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf')

const threeDecimal = codes('bhd jod kwd omr tnd')

/** ISO says that these two have no decimals; Stripe counts them in hundredths and wants the hundredths to be 00. */
const wholeOnly = codes('isk ugx')

/** From the text of Stripe's own refusal of an unknown code. It changes without notice: it fills a list, it refuses nothing. */
const supported = codes(`
  aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl
  bsd btn bwp byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd eek egp
  etb eur fjd fkp gbp gel ghs gip gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr
  isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl ltl lvl mad
  mdl mga mkd mmk mnt mop mro mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr
  pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sll
  sos srd std svc szl thb tjs tnd top try ttd twd tzs uah ugx usd usdc uyu uzs
  vef vnd vuv wst xaf xcd xof xpf yer zar zmw`)

/**
 * Every currency that Stripe is known to take, in lower case.
 * @public
 */
export const currencyCodes: readonly string[] = [...supported]

/** How amounts of one currency are written by people and counted by Stripe. */
export interface CurrencyRule {
  /** The code as people write it: `EUR`. */
  name: string
  /** How many decimals of the main unit the minor unit stands for. */
  exponent: 0 | 2 | 3
  /** How many decimals people write: none for ISK and UGX, although Stripe counts their hundredths. */
  decimals: 0 | 2 | 3
  /** Stripe takes only amounts in minor units that this divides. */
  multipleOf: 1 | 10 | 100
}

/** The rule of a currency, in whatever case the code is written. A code that is not known counts two decimals. */
export function currencyRule(code: string): CurrencyRule {
  const key = code.trim().toLowerCase()
  const name = key.toUpperCase()
  if (zeroDecimal.has(key)) return {name, exponent: 0, decimals: 0, multipleOf: 1}
  if (threeDecimal.has(key)) return {name, exponent: 3, decimals: 3, multipleOf: 10}
  if (wholeOnly.has(key)) return {name, exponent: 2, decimals: 0, multipleOf: 100}
  return {name, exponent: 2, decimals: 2, multipleOf: 1}
}

/** Whether Stripe is known to take this code. */
export function isKnownCurrency(code: string): boolean {
  return supported.has(code.trim().toLowerCase())
}

/** Whether this can be a currency's code: Stripe may take one that is not known here. */
export function isCurrencyCode(code: string): boolean {
  return isKnownCurrency(code) || /^[a-z]{3}$/i.test(code.trim())
}

function codes(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/))
}
