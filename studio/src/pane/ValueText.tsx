const longest = 200

/** A value as the service wrote it for people; long ones are cut, an unset one is named so. */
export function ValueText({value}: {value: string | undefined}) {
  if (value === undefined || value === '') return <em>nothing</em>
  return <strong style={{fontWeight: 600, overflowWrap: 'anywhere'}}>{value.length > longest ? `${value.slice(0, longest)}…` : value}</strong>
}
