import {configure} from '@testing-library/react'

// What the Studio asks of a browser as soon as it is loaded, and jsdom does not have.
if (typeof window !== 'undefined') {
  const nothing = () => {}
  Object.assign(window, {
    CSS: {supports: () => false, escape: (text: string) => text},
    matchMedia: (media: string) => ({
      media,
      matches: false,
      addEventListener: nothing,
      removeEventListener: nothing,
      addListener: nothing,
      removeListener: nothing,
    }),
    // styled-components: rules one by one, instead of one text that jsdom parses anew with each.
    SC_DISABLE_SPEEDY: false,
  })
  // Nothing is hidden by styles here, and jsdom is slow to find that out.
  configure({defaultHidden: true})
}
