import type {StructureResolver} from 'sanity/structure'

/** Products, and prices beneath them. */
export const structure: StructureResolver = (S) =>
  S.list()
    .title('Shop')
    .items([S.documentTypeListItem('product').title('Products'), S.documentTypeListItem('price').title('Prices')])
