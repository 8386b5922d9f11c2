// What the viewer can do with a post.
import type { ActMenu, MenuItem } from '#types/act-menu.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { type PostStanding, readPostStanding } from '../atproto/post-standing.ts'
import { readHiddenReplies } from '../atproto/reply-gate.ts'
import { toPost } from '../atproto/to-post.ts'
import type { WebContext } from '../context.ts'
import { readCard } from './card.ts'
import { openLens } from './open-lens.ts'
import { listPersonActs } from './person-acts.ts'

type Asked = { uri: string; back: string /** To be translated into the first. */; languages: string[] }
type Known = { post: Post; standing: PostStanding; viewer: Viewer; isReplyHidden: boolean | undefined }

/** @throws AppError 404 when the post is gone, others as upstream answers */
export async function readPostMenu(
  ctx: WebContext,
  viewer: Viewer,
  { uri, back, languages }: Asked,
): Promise<{ post: Post | Tombstone; menu: ActMenu }> {
  const { agent, lens } = await openLens(ctx, viewer)
  const { data } = await askUpstream(agent.app.bsky.feed.getPosts({ uris: [uri] }))
  const view = data.posts[0] as unknown as Record<string, unknown> | undefined
  const post = view ? toPost(view, lens, 'focus') : await readCard(ctx, viewer, uri)
  const fields = { uri, did: uri.split('/')[2] ?? '', back }
  if (post.kind === 'gone') return { post, menu: { label: 'This post', fields, groups: [] } }
  const standing = readPostStanding(view ?? { uri, record: { text: textOf(post) } }, lens)
  const isOwnThread = standing.root.startsWith(`at://${viewer.did}/`) && standing.root !== uri
  const isReplyHidden = isOwnThread ? (await readHiddenReplies(ctx, viewer, standing.root)).includes(uri) : undefined
  const known = { post, standing, viewer, isReplyHidden }
  const [target = 'en'] = languages
  const groups = [listOwnActs(known), listWords(ctx, known, target), listHiding(known), listAuthorActs(known)]
  return {
    post,
    menu: { label: `The post by ${post.author.name}`, fields, groups: groups.filter(({ length }) => length) },
  }
}

function listOwnActs({ post, standing }: Known): MenuItem[] {
  const subject = encodeURIComponent(post.uri)
  const quote: MenuItem = { kind: 'link', label: 'Quote', icon: 'quote', href: `/compose?quote=${subject}` }
  const first = post.viewer.canQuote ? [quote] : []
  if (!post.viewer.isOwn) return first
  const pin = standing.isPinned
    ? ({ label: 'Unpin from your profile', field: ['undo', '1'] } as const)
    : ({ label: 'Pin to your profile', field: ['undo', ''] } as const)
  return [
    ...first,
    { kind: 'act', icon: 'pin', action: '/post/pin', ...pin, field: [...pin.field] },
    { kind: 'link', label: 'Who can reply and quote', icon: 'messageSquare', href: `/post/gate?uri=${subject}` },
    { kind: 'link', label: 'Delete', icon: 'trash', href: `/post/delete?uri=${subject}`, isDanger: true },
  ]
}

/** What has to do with what it says and where it is. */
function listWords(ctx: WebContext, { post, standing }: Known, target: string): MenuItem[] {
  const link = new URL(post.href, ctx.config.publicUrl).href
  const official = `https://bsky.app${post.href}`
  const translate = `https://translate.google.com/?${new URLSearchParams({ sl: 'auto', tl: target, text: standing.text })}`
  const embed = `https://embed.bsky.app/?${new URLSearchParams({ url: official })}`
  const words: MenuItem[] = [
    { kind: 'link', label: 'Translate', icon: 'languages', href: translate, isOutside: true },
    { kind: 'copy', label: 'Copy text', icon: 'copy', text: standing.text },
  ]
  return [
    ...(standing.text.trim() === '' ? [] : words),
    { kind: 'copy', label: 'Copy link', icon: 'link', text: link },
    { kind: 'share', label: 'Share', icon: 'share', text: link },
    { kind: 'link', label: 'Embed', icon: 'code', href: embed, isOutside: true },
    { kind: 'link', label: 'Open in bsky.app', icon: 'externalLink', href: official, isOutside: true },
  ]
}

function listHiding({ post, standing, isReplyHidden }: Known): MenuItem[] {
  const toggle = (isOn: boolean, on: string, off: string) => ({
    label: isOn ? off : on,
    field: ['undo', isOn ? '1' : ''] as [string, string],
  })
  const thread = toggle(standing.isThreadMuted, 'Mute this conversation', 'Unmute this conversation')
  const items: MenuItem[] = [
    { kind: 'act', icon: 'bellOff', action: '/post/mute-thread', ...thread, hides: !standing.isThreadMuted },
  ]
  if (!post.viewer.isOwn) {
    const hide = toggle(standing.isHidden, 'Hide this post for me', 'Show this post again')
    items.push({ kind: 'act', icon: 'eyeOff', action: '/post/hide', ...hide, hides: !standing.isHidden })
  }
  if (isReplyHidden !== undefined) {
    const hide = toggle(isReplyHidden, 'Hide this reply for everyone', 'Show this reply for everyone')
    items.push({ kind: 'act', icon: 'eyeOff', action: '/post/hide-reply', ...hide })
  }
  if (standing.quoted) {
    const detach = toggle(standing.quoted.isDetached, 'Detach your post from this quote', 'Attach your post again')
    items.push({ kind: 'act', icon: 'unplug', action: '/post/detach', ...detach })
  }
  return [...items, { kind: 'link', label: 'Muted words', icon: 'sliders', href: '/moderation/muted-words' }]
}

function listAuthorActs({ post, standing }: Known): MenuItem[] {
  if (post.viewer.isOwn) return []
  const report = `/report?${new URLSearchParams({ subject: post.uri })}`
  return [
    ...listPersonActs(post.author, standing.author, { isBrief: true }),
    { kind: 'link', label: 'Report this post', icon: 'flag', href: report, isDanger: true },
  ]
}

function textOf({ segments }: Post): string {
  return segments.map(({ text }) => text).join('')
}
