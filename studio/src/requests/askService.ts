import type {SanityClient} from 'sanity'
import {readStatus, statusFeed} from '../status/statusFeed'
import {type Answer, answerTo} from '../status/statusDocument'
import {type Ask, requestFor, requestId} from './requestDocument'

/** How a request ended: with the service's answer, or without one, and why. */
export type Ending = {answer: Answer} | {problem: string}

/** How long the service is waited for. */
export const patience = 60_000

/**
 * Asks the sync service for something: writes a request document, and waits for the status document that answers it.
 * The service is never called; it may be anywhere that the dataset can be reached from.
 */
export async function askService(client: SanityClient, publishedId: string, ask: Ask): Promise<Ending> {
  const request = requestFor(publishedId, ask)
  const waiting = waitForAnswer(client, publishedId, request.nonce)
  try {
    // Sent twice, as over a bad line, it is still one request: the nonce is its id.
    await client.createIfNotExists(request, {tag: 'tandem.request'})
  } catch (error) {
    waiting.stop()
    return {problem: `The request could not be written into the dataset: ${error instanceof Error ? error.message : String(error)}`}
  }

  const answer = await waiting.answer
  if (answer) return {answer}
  // The stream may have been broken while the answer came.
  const late = await readStatus(client, publishedId).catch(() => null)
  const found = answerTo(late, request.nonce)
  return found ? {answer: found} : {problem: await withdraw(client, request.nonce)}
}

function waitForAnswer(client: SanityClient, publishedId: string, nonce: string): {answer: Promise<Answer | null>; stop: () => void} {
  let stop = () => {}
  const answer = new Promise<Answer | null>((resolve) => {
    const feed = statusFeed(client, publishedId)
    const end = (found: Answer | null) => {
      clearTimeout(timer)
      unsubscribe()
      resolve(found)
    }
    const timer = setTimeout(() => end(null), patience)
    const unsubscribe = feed.subscribe(() => {
      const found = answerTo(feed.current().status, nonce)
      if (found) end(found)
    })
    stop = () => end(null)
  })
  return {answer, stop: () => stop()}
}

async function withdraw(client: SanityClient, nonce: string): Promise<string> {
  try {
    await client.delete(requestId(nonce), {tag: 'tandem.withdraw'})
    return 'The sync service did not answer. It may be off; your request was withdrawn.'
  } catch {
    return 'The sync service did not answer. It may be off; your request could not be withdrawn, and expires ten minutes after you made it.'
  }
}
