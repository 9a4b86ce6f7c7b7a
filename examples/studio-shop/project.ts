/** Your project; without one, that of the sandbox's stand-in. */
export const projectId = process.env.SANITY_STUDIO_PROJECT_ID ?? 'standin1'
export const dataset = process.env.SANITY_STUDIO_DATASET ?? 'production'

/** Where the stand-in of Sanity's API is, such as https://dev.localhost:4010: the Studio puts the project's id in front of its host. Unset for Sanity itself. */
export const apiHost = process.env.SANITY_STUDIO_API_HOST
