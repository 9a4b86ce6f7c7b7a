import {usePaneRouter} from 'sanity/structure'

/** Shows the form, if another view is open, and puts the cursor into a field of it. */
export function useEditField(): (path: string) => void {
  const {params, setParams} = usePaneRouter()
  return (path) => {
    const {view: _view, ...others} = (params ?? {}) as Record<string, string | undefined>
    setParams({...others, path})
  }
}
