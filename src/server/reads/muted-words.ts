// The words that somebody has muted.
import type { MutedWord } from '#types/muted-word.ts'
import type { Viewer } from '#types/viewer.ts'
import { readMutedWords } from '../atproto/muted-words.ts'
import { readPreferences } from '../atproto/update-preferences.ts'
import type { WebContext } from '../context.ts'

/** All of them, those muted last first. @throws AppError as the person's server answers */
export async function readOwnMutedWords(ctx: WebContext, viewer: Viewer): Promise<MutedWord[]> {
  return readMutedWords(await readPreferences(ctx, viewer), ctx.now())
}
