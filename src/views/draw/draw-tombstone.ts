// Stands in the place of a post that cannot be shown. Says why in one sentence.
import type { TombstoneReason } from '#types/post.ts'
import type { IconName } from '../icons.ts'
import { drawIcon } from './draw-icon.ts'
import { attribute, type Html, html } from './html.ts'

type Thing = 'post' | 'quoted post'

const words: Record<TombstoneReason, { icon: IconName; sentence: (thing: Thing) => string }> = {
  'not-found': { icon: 'trash', sentence: (thing) => `This ${thing} was deleted by its author` },
  blocked: { icon: 'userX', sentence: (thing) => `A ${thing} by somebody you have blocked` },
  'blocked-by': { icon: 'userX', sentence: (thing) => `A ${thing} by somebody who has blocked you` },
  'block-other': { icon: 'userX', sentence: () => 'Not shown: one of the two authors has blocked the other' },
  detached: { icon: 'unplug', sentence: () => 'The quoted post was detached by its author' },
  'signed-in-only': { icon: 'lock', sentence: () => 'Only visible to people who are signed in' },
  filtered: { icon: 'eyeOff', sentence: (thing) => `A ${thing} that your settings hide` },
  'just-hidden': { icon: 'eyeOff', sentence: () => 'Hidden by you, just now' },
  broken: { icon: 'circleOff', sentence: (thing) => `A ${thing} that SkyPanel cannot read` },
  unknown: { icon: 'circleOff', sentence: (thing) => `A ${thing} of a kind that SkyPanel does not know` },
}

export function drawTombstone(reason: TombstoneReason, thing: Thing = 'post', id?: string): Html {
  const { icon, sentence } = words[reason]
  return html`<p class="tomb"${attribute('id', id)}>${drawIcon(icon)}<span>${sentence(thing)}</span></p>`
}
