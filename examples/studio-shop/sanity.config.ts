import {defineConfig} from 'sanity'
import {structureTool} from 'sanity/structure'
import {priceType, productType, stripeSync} from 'sanity-plugin-tandem-stripe'
import {apiHost, dataset, projectId} from './project'
import {structure} from './structure'

export default defineConfig({
  title: 'Shop',
  projectId,
  dataset,
  // Against the stand-in of the sandbox, which has no log-in page of its own.
  ...(apiHost && {apiHost, auth: {loginMethod: 'token' as const}}),
  // After structureTool(), whose Duplicate, Delete and Unpublish it extends.
  plugins: [structureTool({structure}), stripeSync()],
  schema: {types: [productType(), priceType()]},
})
