/** The project and dataset that this Studio edits; `SANITY_STUDIO_…` variables are read when it is built. */
export const projectId = process.env.SANITY_STUDIO_PROJECT_ID || 'standin1'

/** The dataset. */
export const dataset = process.env.SANITY_STUDIO_DATASET || 'production'

/** Another host than Sanity's own, such as a stand-in of the Content Lake on this machine. */
export const apiHost = process.env.SANITY_STUDIO_API_HOST
