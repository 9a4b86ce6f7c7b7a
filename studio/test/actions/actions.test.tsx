// @vitest-environment jsdom
import {act, cleanup, fireEvent, screen, waitFor} from '@testing-library/react'
import type {DocumentActionComponent, DocumentActionDescription, DocumentActionProps, SanityDocument} from 'sanity'
import {afterEach, beforeEach, describe, expect, it, test, vi} from 'vitest'
import {stripeActions} from '../../src/actions'
import {stripeBadge} from '../../src/badge'
import {settingsOf} from '../../src/options'
import {FakeDataset} from '../fakeDataset'
import {show, studio} from '../studioStub'

vi.mock('sanity', async (original) => ({...(await original<object>()), ...(await import('../studioStub')).hooks}))

function builtIn(action: NonNullable<DocumentActionComponent['action']>, description: Partial<DocumentActionDescription> = {}): DocumentActionComponent {
  const component: DocumentActionComponent = () => ({label: `Studio's ${action}`, ...description})
  component.action = action
  return component
}

const resolve = stripeActions(settingsOf())
const published = {_id: 'mug', _type: 'product'} as SanityDocument

/** One action as the Studio's menu would show it: a button with its title as a tip, and the dialog that is open. */
function Menu({action: useAction, ...props}: {action: DocumentActionComponent} & Partial<DocumentActionProps>) {
  const description = useAction({id: 'mug', type: 'product', draft: null, published, version: null, ...props} as DocumentActionProps)
  if (!description) return null
  const {dialog, disabled, label, onHandle, title} = description
  return (
    <>
      <button disabled={disabled} onClick={onHandle} title={String(title ?? '')}>
        {label}
      </button>
      {dialog && 'content' in dialog && <section aria-label={String('header' in dialog ? dialog.header : '')}>{dialog.content as React.ReactNode}</section>}
    </>
  )
}

const ours = (label: string) => {
  const index = ['Sync to Stripe', 'Sync from Stripe', 'Open in Stripe'].indexOf(label)
  const action = resolve([], 'product')[index]
  if (!action) throw new Error(`There is no action ${label}.`)
  return action
}
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', {name})
const dialog = () => document.querySelector('section')
/** Both the menu and the dialog have a button of that name: the latter comes last. */
const confirm = (name: string) => fireEvent.click(screen.getAllByRole('button', {name}).at(-1) as HTMLElement)
const settle = () => act(() => new Promise<void>((done) => setTimeout(done)))

async function open(label: string, props: Partial<DocumentActionProps> = {}) {
  show(<Menu action={ours(label)} {...props} />)
  await settle()
}

beforeEach(() => {
  Object.assign(studio, {dataset: new FakeDataset(), mayCreate: true, draft: null, published, fieldTitles: {name: 'Name'}})
})
afterEach(cleanup)

describe('the actions of a document', () => {
  it('are the Studio’s with ours behind the first, and the same each time they are asked for', () => {
    const before = [builtIn('publish'), builtIn('duplicate'), builtIn('unpublish'), builtIn('delete')]
    const product = resolve(before, 'product')
    expect(product.map(({action, displayName}) => action ?? displayName)).toEqual([
      'publish',
      'SyncToStripeAction',
      'SyncFromStripeAction',
      'OpenInStripeAction',
      'duplicate',
      'unpublish',
      'delete',
    ])
    expect(product[0]).toBe(before[0])
    expect(resolve(before, 'product')).toEqual(product)
    expect(resolve(before, 'price')[3]).not.toBe(product[3])
  })

  it('give Duplicate a way to strip what is not for the copy, after what another plugin does', () => {
    const useBuiltIn = vi.fn((_props: unknown) => null)
    const component = useBuiltIn as unknown as DocumentActionComponent
    component.action = 'duplicate'
    const [useDuplicate] = resolve([component], 'product')
    useDuplicate?.({id: 'mug', mapDocument: (document: object) => ({...document, slug: undefined})} as unknown as DocumentActionProps)
    const {mapDocument} = useBuiltIn.mock.calls[0]?.[0] as {mapDocument: (document: object) => object}
    expect(mapDocument({_type: 'product', name: 'Mug', slug: 'mug', stripeProductId: 'prod_1', updatedFromStripe: true})).toEqual({
      _type: 'product',
      name: 'Mug',
      slug: undefined,
    })
  })
})

describe('Sync', () => {
  const open_ = {
    state: 'conflict',
    livemode: false,
    fields: [{_key: 'name', field: 'name', path: 'name', state: 'conflict', sanity: 'Mug', stripe: 'Cup'}],
  } as const

  it('says before what will differ, asks the service, and shows what came of it', async () => {
    studio.dataset.report('mug', {...open_, fields: [...open_.fields]})
    await open('Sync to Stripe')
    fireEvent.click(button('Sync to Stripe'))
    expect(dialog()?.textContent).toContain('Test mode. Where the two sides differ on this document, the value of Sanity stands')
    expect(dialog()?.textContent).toContain('Name: Cup → Mug')
    expect(studio.dataset.requests).toEqual([])

    confirm('Sync to Stripe')
    await waitFor(() => expect(studio.dataset.requests).toMatchObject([{documentId: 'mug', action: 'syncToStripe'}]))
    expect(dialog()?.textContent).toContain('Waiting for the sync service…')
    act(() =>
      studio.dataset.report('mug', {
        answers: [{_key: 'a', nonce: String(studio.dataset.requests[0]?.['nonce']), action: 'syncToStripe', outcome: 'refused', message: 'The name is too long.'}],
      }),
    )
    await waitFor(() => expect(dialog()?.textContent).toContain('Refused'))
    expect(dialog()?.textContent).toContain('The name is too long.')
    fireEvent.click(button('Close'))
    expect(dialog()).toBeNull()
  })

  it('from Stripe, it is the other way round, and a result that comes while the dialog is closed is shown as well', async () => {
    studio.dataset.report('mug', {...open_, fields: [...open_.fields]})
    await open('Sync from Stripe')
    fireEvent.click(button('Sync from Stripe'))
    expect(dialog()?.textContent).toContain('Name: Mug → Cup')
    confirm('Sync from Stripe')
    await waitFor(() => expect(studio.dataset.requests).toMatchObject([{action: 'syncFromStripe'}]))
    fireEvent.click(button('Close'))
    expect(dialog()).toBeNull()
    act(() => studio.dataset.report('mug', {answers: [{_key: 'a', nonce: String(studio.dataset.requests[0]?.['nonce']), action: 'syncFromStripe', outcome: 'done'}]}))
    await waitFor(() => expect(dialog()?.textContent).toContain('What you asked for was carried out.'))
  })

  it('says that a draft does not travel', async () => {
    await open('Sync to Stripe', {draft: {_id: 'drafts.mug'} as SanityDocument})
    fireEvent.click(button('Sync to Stripe'))
    expect(dialog()?.textContent).toContain('There are unpublished changes. Only what is published travels')
  })

  test.each([
    ['what was never published', {published: null}, {}, 'Publish the document first'],
    ['a role that may not create documents', {}, {mayCreate: false}, 'Ask an Editor or Administrator.'],
  ])('is not for %s, and says so', async (_case, props, more, reason) => {
    Object.assign(studio, more)
    await open('Sync to Stripe', props as Partial<DocumentActionProps>)
    expect(button('Sync to Stripe').disabled).toBe(true)
    expect(button('Sync to Stripe').title).toContain(reason)
  })

  it('can be asked for to Stripe all the same: what was deleted there is made again', async () => {
    studio.dataset.report('mug', {state: 'off', message: 'The product was deleted in Stripe.'})
    await open('Sync to Stripe')
    expect(button('Sync to Stripe').disabled).toBe(false)
  })

  it('is not from Stripe for a document that is left alone, and says why in the words of the service', async () => {
    studio.dataset.report('mug', {state: 'off', message: 'noStripe is switched on.'})
    await open('Sync from Stripe')
    expect(button('Sync from Stripe').disabled).toBe(true)
    expect(button('Sync from Stripe').title).toBe('noStripe is switched on.')
  })
})

describe('Open in Stripe', () => {
  it('opens the Dashboard in the right mode', async () => {
    const opened = vi.spyOn(window, 'open').mockReturnValue(null)
    studio.dataset.report('mug', {stripeId: 'prod_1', livemode: false})
    await open('Open in Stripe')
    fireEvent.click(button('Open in Stripe (test mode)'))
    expect(opened).toHaveBeenCalledWith('https://dashboard.stripe.com/test/products/prod_1', '_blank', 'noopener,noreferrer')
  })

  it('waits for the service to say which object it is', async () => {
    await open('Open in Stripe')
    expect(button('Open in Stripe').disabled).toBe(true)
    expect(button('Open in Stripe').title).toBe('The sync service has not reported a Stripe product for this document yet.')
  })
})

describe('Delete', () => {
  const onHandle = vi.fn()
  const [deletion = builtIn('delete')] = resolve([builtIn('delete', {onHandle})], 'product')
  const press = async (props: Partial<DocumentActionProps> = {}) => {
    show(<Menu action={deletion} {...props} />)
    await settle()
    fireEvent.click(button("Studio's delete"))
  }
  beforeEach(() => onHandle.mockClear())

  it('says what happens in Stripe before the Studio asks', async () => {
    studio.dataset.report('mug', {stripeId: 'prod_1', livemode: true})
    await press()
    expect(dialog()?.textContent).toContain('In Stripe the product prod_1 and its prices are archived')
    expect(onHandle).not.toHaveBeenCalled()
    fireEvent.click(button('Go on'))
    expect(onHandle).toHaveBeenCalledOnce()
    expect(dialog()).toBeNull()
  })

  it('can be left there', async () => {
    studio.dataset.report('mug', {stripeId: 'prod_1', livemode: true})
    await press()
    fireEvent.click(button('Cancel'))
    expect(onHandle).not.toHaveBeenCalled()
    expect(dialog()).toBeNull()
  })

  test.each([
    ['has no object in Stripe', {}, {}],
    ['was never published', {stripeId: 'prod_1'}, {published: null}],
    ['is a version in a release', {stripeId: 'prod_1'}, {version: {_id: 'versions.r1.mug'}}],
  ])('is the Studio’s own for what %s', async (_case, status, props) => {
    studio.dataset.report('mug', status)
    await press(props as Partial<DocumentActionProps>)
    expect(onHandle).toHaveBeenCalledOnce()
    expect(dialog()).toBeNull()
  })
})

describe('the badge', () => {
  function Badge(props: {published: SanityDocument | null}) {
    const useBadge = stripeBadge
    const badge = useBadge({id: 'mug', type: 'product', draft: null, version: null, ...props} as never)
    return <p title={badge?.title}>{badge ? `${badge.label} (${badge.color ?? 'plain'})` : 'none'}</p>
  }
  const shown = async (of: SanityDocument | null = published) => {
    show(<Badge published={of} />)
    await settle()
    return document.querySelector('p')
  }

  test.each([
    ['inStep', 'In step with Stripe (success)'],
    ['pending', 'Stripe: pending (primary)'],
    ['conflict', 'Stripe: conflict (warning)'],
    ['held', 'Stripe: held (warning)'],
    ['error', 'Stripe: error (danger)'],
    ['off', 'Stripe: off (plain)'],
  ] as const)('shows %s', async (state, label) => {
    studio.dataset.report('mug', {state, message: 'Because.'})
    const badge = await shown()
    expect(badge?.textContent).toBe(label)
    expect(badge?.title).toBe('Because.')
  })

  it('says that Tandem has not seen a published document, and nothing about one that was never published', async () => {
    expect((await shown())?.textContent).toBe('Not seen by Tandem yet (plain)')
    cleanup()
    expect((await shown(null))?.textContent).toBe('none')
  })
})
