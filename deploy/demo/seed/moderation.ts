// What is held back in the demo network: labels, a block, a deleted post, a detached quote, a hidden reply.
import type { PersonName } from './people.ts'

const definition = (
  identifier: string,
  blurs: 'content' | 'media' | 'none',
  severity: 'inform' | 'alert' | 'none',
  defaultSetting: 'ignore' | 'warn' | 'hide',
  name: string,
  description: string,
) => ({ identifier, blurs, severity, defaultSetting, adultOnly: false, locales: [{ lang: 'en', name, description }] })

/** Policies of the labeler `marsh` (app.bsky.labeler.service). */
export const labelerPolicies = {
  labelValues: ['predation', 'nest-location', 'craft', 'sells-own-work', 'graphic-media'],
  labelValueDefinitions: [
    definition('predation', 'media', 'alert', 'warn', 'Predation', 'A meal in progress.'),
    definition('nest-location', 'content', 'alert', 'warn', 'Nest location', 'Close enough to find.'),
    definition('craft', 'none', 'inform', 'warn', 'Craft', 'Makes the things in the pictures.'),
    definition('sells-own-work', 'none', 'inform', 'warn', 'Sells own work', 'Some posts are about things for sale.'),
  ],
}

/** Labels by `marsh`: on a post (by key) or an account (by name). */
export const labels: { val: string; post?: string; account?: PersonName }[] = [
  { val: 'predation', post: 'heron-eel' },
  { val: 'graphic-media', post: 'heron-eel' },
  { val: 'nest-location', post: 'nest' },
  { val: 'craft', account: 'ines' },
  { val: 'sells-own-work', account: 'ines' },
  { val: 'craft', account: 'yael' },
]

/** Labels by the AppView's own moderation service, which apply without a subscription. By key of a post. */
export const serviceLabels = [
  { val: 'spam', post: 'leek-offer' },
  { val: '!warn', post: 'fence-shout' },
]

/** They talk in the thread `fence`; then the first has had enough. */
export const block: { by: PersonName; subject: PersonName } = { by: 'marit', subject: 'allotment' }

/** Deleted by its author after others have answered it. */
export const deletedPost = 'deleted-reply'

/** The author of `quoted` takes it out of `quote`. */
export const detached = { quoted: 'admission', quote: 'admission-quote' }

/** The author of the thread hides this reply for everybody. */
export const hiddenReply = { thread: 'sleeper', reply: 'hidden-reply' }
