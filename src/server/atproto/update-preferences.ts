// A person's preferences: one document on their server, read whole and written back whole.
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { askUpstream } from './ask-upstream.ts'
import { openAgent } from './open-agent.ts'

/** One of app.bsky.actor.defs#preferences, or of a kind that nobody here knows. */
export type Preference = Record<string, unknown>

/**
 * The preferences of `viewer` as they lie on their server (app.bsky.actor.getPreferences). Nothing is written, unlike
 * with the method of that name in the library, which stores default feeds.
 * @throws AppError as the person's server answers
 */
export async function readPreferences(ctx: WebContext, viewer: Viewer): Promise<Preference[]> {
  const agent = await openAgent(ctx, viewer)
  const { data } = await askUpstream(agent.app.bsky.actor.getPreferences({}))
  return data.preferences as unknown as Preference[]
}

/**
 * Reads the preferences, changes them and writes them back (app.bsky.actor.putPreferences), one change of a person
 * after the other. What `change` hands on untouched survives, known or not; where it gives back the very array it was
 * given, nothing is written. Everything the box remembers of them is asked for anew.
 * @returns what is there now
 * @throws AppError as the person's server answers, and whatever `change` throws; then nothing has changed
 */
export function updatePreferences(
  ctx: WebContext,
  viewer: Viewer,
  change: (preferences: Preference[]) => Preference[],
): Promise<Preference[]> {
  return ctx.acts.inTurn(`${viewer.did} preferences`, async () => {
    const before = await readPreferences(ctx, viewer)
    const after = change(before)
    if (after !== before) {
      const agent = await openAgent(ctx, viewer)
      await askUpstream(agent.app.bsky.actor.putPreferences({ preferences: after as never }))
    }
    ctx.memory.forget(`moderation ${viewer.did}`)
    return after
  })
}

/**
 * `preferences` with the one of kind `$type` replaced by what `change` makes of it: in its place, the last one where
 * there are several, as clients read it; at the end where there is none (`change` gets `{ $type }`).
 */
export function changePreference(
  preferences: Preference[],
  $type: string,
  change: (preference: Preference) => Preference,
): Preference[] {
  const at = preferences.findLastIndex((preference) => preference.$type === $type)
  const known = preferences[at] ?? { $type }
  const next = change(known)
  if (next === known) return preferences
  return at < 0 ? [...preferences, next] : preferences.toSpliced(at, 1, next)
}
