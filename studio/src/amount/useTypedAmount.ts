import {useEffect, useRef, useState} from 'react'
import {editableAmount, isMinorUnits} from './format'
import {type AmountReading, readAmount} from './readAmount'

/** The text of an amount field while somebody types into it. */
export interface TypedAmount {
  text: string
  /** What the typed text means; null as long as nothing was typed. */
  reading: AmountReading | null
  /** What the field held before, and holds on as long as the text is no amount. */
  kept: number | undefined
  type: (text: string) => void
  choose: (minorUnits: number) => void
  focus: () => void
  blur: () => void
}

/**
 * Keeps what is typed and what is stored together: the field holds the amount that the text says or, as long as it says none,
 * the one that it held before. So it never holds what was meant to become something else, such as the 1.23 on the way to "1,234".
 */
export function useTypedAmount(value: number | undefined, currency: string | undefined, store: (minorUnits: number | undefined) => void): TypedAmount {
  const [typed, setTyped] = useState<string | null>(null)
  const kept = useRef(value)
  const reading = typed === null ? null : readAmount(typed, currency)

  const apply = (next: AmountReading) => {
    if (next.kind === 'amount') store(next.minorUnits)
    else store(next.kind === 'empty' ? undefined : kept.current)
  }

  // Text that waited for its currency, or meant something else in the former one.
  const readIn = useRef(currency)
  useEffect(() => {
    if (readIn.current === currency) return
    readIn.current = currency
    if (typed !== null) apply(readAmount(typed, currency))
  })

  return {
    text: typed ?? (isMinorUnits(value) && currency ? editableAmount(value, currency) : ''),
    reading,
    kept: kept.current,
    type: (text) => {
      setTyped(text)
      apply(readAmount(text, currency))
    },
    choose: (minorUnits) => {
      setTyped(null)
      kept.current = minorUnits
      store(minorUnits)
    },
    focus: () => {
      if (typed === null) kept.current = value
    },
    blur: () => {
      if (reading?.kind === 'amount' || reading?.kind === 'empty') setTyped(null)
    },
  }
}
