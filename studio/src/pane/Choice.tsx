import {Button} from '@sanity/ui'

interface ChoiceProps {
  /** Why it cannot be pressed for now; null when it can. */
  blocked: string | null
  onClick: () => void
  text: string
  tone?: 'default' | 'primary'
}

/** A decision to be made; while it cannot be, the button says why. */
export function Choice({blocked, onClick, text, tone = 'default'}: ChoiceProps) {
  return <Button disabled={blocked !== null} fontSize={1} mode="ghost" onClick={onClick} padding={2} text={text} title={blocked ?? undefined} tone={tone} />
}
