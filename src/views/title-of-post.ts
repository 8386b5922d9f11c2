// What a page about a post is called.
import type { Post } from '#types/post.ts'

/** The author and the beginning of the text: "Tomás Urrutia: The Barcelona–Hendaye sleeper". */
export function titleOfPost(post: Post | undefined): string {
  if (!post) return 'Thread'
  const text = post.segments
    .map((segment) => segment.text)
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
  const start = [...text.slice(0, 200)].slice(0, 60).join('')
  return start === '' ? `${post.author.name}: a post` : `${post.author.name}: ${start}`
}
