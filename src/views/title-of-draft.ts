// What a draft is called in a list.
import type { DraftSummary } from '#types/draft.ts'

export function titleOfDraft({ title, media, isReply }: DraftSummary): string {
  if (title !== '') return title
  if (media > 0) return media === 1 ? 'A picture without words' : 'Pictures without words'
  return isReply ? 'An empty reply' : 'An empty post'
}
