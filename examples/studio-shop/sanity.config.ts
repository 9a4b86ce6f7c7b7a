import {defineConfig} from 'sanity'
import {structureTool} from 'sanity/structure'

import {apiHost, dataset, projectId} from './project'
import {price} from './schemas/price'
import {product} from './schemas/product'

export default defineConfig({
  name: 'shop',
  title: 'Shop',
  projectId,
  dataset,
  ...(apiHost ? {apiHost, auth: {loginMethod: 'token' as const}} : {}),
  plugins: [structureTool()],
  schema: {types: [product, price]},
})
