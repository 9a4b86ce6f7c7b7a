import {ThemeProvider} from '@sanity/ui'
import {buildTheme} from '@sanity/ui/theme'
import {render} from '@testing-library/react'
import type {ReactElement} from 'react'
import type {SanityDocument} from 'sanity'
import type {FakeDataset} from './fakeDataset'

/** What the Studio around a component would know; the stubbed hooks of `sanity` read it. */
export const studio: {
  dataset: FakeDataset
  mayCreate: boolean
  draft: SanityDocument | null
  published: SanityDocument | null
  fieldTitles: Record<string, string>
} = {dataset: undefined as unknown as FakeDataset, mayCreate: true, draft: null, published: null, fieldTitles: {}}

/** The hooks of `sanity` that need a whole Studio around them, as they behave in one. */
export const hooks = {
  useClient: () => studio.dataset.client,
  useDocumentValuePermissions: () => [{granted: studio.mayCreate, reason: ''}, false],
  useEditState: () => ({draft: studio.draft, published: studio.published, version: null}),
  useRelativeTime: (at: string) => `at ${at}`,
  useSchema: () => ({get: () => ({fields: Object.entries(studio.fieldTitles).map(([name, title]) => ({name, type: {title}}))})}),
}

/** Renders as the Studio would: with its theme. */
export function show(element: ReactElement) {
  return render(<ThemeProvider theme={buildTheme()}>{element}</ThemeProvider>)
}
