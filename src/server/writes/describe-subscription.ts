// What somebody is told of, in words and as a form says it.
import type { Subscription } from '#types/mute.ts'
import { AppError } from '../app-error.ts'
import { toSubscription } from '../atproto/own-standing.ts'

/** @throws AppError 400 when a form says nothing that there is */
export function needSubscription(text: string): Subscription {
  if (text !== 'none' && toSubscription(text) === 'none') throw new AppError(400, 'This form does not say what of.')
  return toSubscription(text)
}

export function describeSubscription(name: string, what: Subscription): string {
  if (what === 'none') return `You are no longer told what ${name} posts.`
  return `You are told what ${name} posts${what === 'replies' ? ', replies too' : ''}.`
}
