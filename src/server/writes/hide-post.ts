// Hides a post from its reader, wherever they read it, or shows it again.
import type { Viewer } from '#types/viewer.ts'
import { changePreference, updatePreferences } from '../atproto/update-preferences.ts'
import type { WebContext } from '../context.ts'

const $type = 'app.bsky.actor.defs#hiddenPostsPref'

/** Puts `uri` among the viewer's hidden posts or, with `undo`, takes it out ($type in their preferences). Idempotent. */
export async function hidePost(ctx: WebContext, viewer: Viewer, uri: string, undo: boolean): Promise<void> {
  await updatePreferences(ctx, viewer, (preferences) =>
    changePreference(preferences, $type, (preference) => {
      const items = Array.isArray(preference.items) ? preference.items : []
      if (items.includes(uri) !== undo) return preference
      return { ...preference, items: undo ? items.filter((item) => item !== uri) : [...items, uri] }
    }),
  )
}
