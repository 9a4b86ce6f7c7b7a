import {useRelativeTime} from 'sanity'

/** A moment as people say it, with the exact one on hover. */
export function Ago({at}: {at: string}) {
  const said = useRelativeTime(at, {useTemporalPhrase: true})
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {said}
    </time>
  )
}
