// Which of some posts stand below others: what the engine remembers as replies come, found at once for a preview.
import type { CandidatePost } from '#types/candidate-post.ts'
import type { Definition } from './definition.ts'

/** Layers of replies that are looked through. */
const deepest = 50

/** Posts that `definition` takes replies of, by the posts below them, as far as what is between is among `posts`. */
export function findThreads({ sources }: Definition, posts: CandidatePost[]): (uri: string) => string[] {
  const tops = new Set(sources.flatMap((source) => (source.type === 'replies' ? [source.uri] : [])))
  const above = new Map<string, string[]>()
  let waiting = tops.size === 0 ? [] : posts.filter(({ reply }) => reply !== undefined)
  for (let layer = 0; layer < deepest; layer++) {
    const rest = waiting.filter(({ uri, reply }) => {
      const parent = reply?.parent ?? ''
      const found = [...(tops.has(parent) ? [parent] : []), ...(above.get(parent) ?? [])]
      if (found.length > 0) above.set(uri, found)
      return found.length === 0
    })
    if (rest.length === waiting.length) break
    waiting = rest
  }
  return (uri) => above.get(uri) ?? []
}
