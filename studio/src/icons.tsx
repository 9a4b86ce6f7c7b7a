import type {SVGProps} from 'react'

// In the format of the Studio's own icons: 25 × 25, drawn in the colour and size of the text beside them.
function Icon({d, ...props}: SVGProps<SVGSVGElement> & {d: string}) {
  return (
    <svg fill="none" height="1em" stroke="currentColor" strokeLinejoin="round" strokeWidth={1.2} viewBox="0 0 25 25" width="1em" xmlns="http://www.w3.org/2000/svg" {...props}>
      <path d={d} />
    </svg>
  )
}

/** An arrow to the other side. */
export function SyncToIcon() {
  return <Icon d="M4.5 12.5h14M13 7l5.5 5.5L13 18M20.5 5v15" />
}

/** An arrow from the other side. */
export function SyncFromIcon() {
  return <Icon d="M20.5 12.5h-14M12 7l-5.5 5.5L12 18M4.5 5v15" />
}

/** An arrow out of a box. */
export function OpenIcon() {
  return <Icon d="M12 6.5H5.5v13h13V13M14.5 5.5h5v5M19.5 5.5l-8 8" />
}

/** A payment card. */
export function StripeIcon() {
  return <Icon d="M3.5 6.5h18v12h-18zM3.5 10.5h18M6.5 15h4" />
}

/** A cross. */
export function CloseIcon() {
  return <Icon d="M6 6l13 13M19 6L6 19" />
}
