// Fields that sources and filters of the builder share, and what a field is.
import type { BuilderControl } from '#types/feed-builder.ts'

/** How the text of a field becomes a value of the definition. */
export type FieldReading =
  | { as: 'words' | 'lines' }
  | { as: 'people' }
  | { as: 'person' }
  | { as: 'record'; collection: string }
  | { as: 'number' }
  | { as: 'text' }
  | { as: 'flag' }
  | { as: 'choice' }
  | { as: 'yesNo' }
  | { as: 'several' }

export type FieldKind = {
  key: string
  label: string
  control: BuilderControl
  reading: FieldReading
  hint?: string
  placeholder?: string
  options?: { value: string; label: string }[]
  /** What the field of a new part says. */
  initial?: string[]
  /** Absent from the definition while it says nothing. */
  isOptional?: boolean
  /** Folded away. */
  isMore?: boolean
}

export type PartKind = { type: string; label: string; group: string; icon: string; hint?: string; fields: FieldKind[] }

export const choicesOf = (options: Record<string, string>) =>
  Object.entries(options).map(([value, label]) => ({ value, label }))

export const tags: FieldKind = {
  key: 'tags',
  label: 'Hashtags',
  control: 'area',
  reading: { as: 'words' },
  hint: 'With or without #, parted by spaces. One of them is enough.',
}
export const people: FieldKind = {
  key: 'dids',
  label: 'People',
  control: 'people',
  reading: { as: 'people' },
  hint: 'Handles, links to profiles or DIDs, parted by spaces or lines.',
  placeholder: 'ada.example.org',
}
export const domains: FieldKind = {
  key: 'domains',
  label: 'Domains',
  control: 'area',
  reading: { as: 'words' },
  hint: 'Like example.org, parted by spaces; their subdomains count, too.',
}
export const person: FieldKind = {
  key: 'did',
  label: 'Whose',
  control: 'text',
  reading: { as: 'person' },
  hint: 'A handle, a link to a profile or a DID.',
  placeholder: 'ada.example.org',
}
export const list: FieldKind = {
  key: 'uri',
  label: 'List',
  control: 'record',
  reading: { as: 'record', collection: 'app.bsky.graph.list' },
  hint: 'Its link, from bsky.app or from here. Whoever is on it when a post comes counts.',
}
export const reposts: FieldKind = {
  key: 'reposts',
  label: 'Also what they repost',
  control: 'flag',
  reading: { as: 'flag' },
  hint: 'Each with who reposted it. Filters ask about the post itself; the preview shows no reposts.',
}
export const privateList: FieldKind = {
  key: 'list',
  label: 'Private list',
  control: 'select',
  reading: { as: 'choice' },
  hint: 'Nobody sees the list’s name, but whoever reads a published feed sees whose posts are in it.',
}
export const post: FieldKind = {
  key: 'uri',
  label: 'Post',
  control: 'record',
  reading: { as: 'record', collection: 'app.bsky.feed.post' },
  hint: 'Its link, from bsky.app or from here.',
}
export const places: FieldKind = {
  key: 'in',
  label: 'Look in',
  control: 'several',
  reading: { as: 'several' },
  options: choicesOf({ text: 'text', alt: 'descriptions of pictures', links: 'titles of links', tags: 'hashtags' }),
  hint: 'The text alone when none is chosen.',
  isOptional: true,
  isMore: true,
}
export const caseSensitive: FieldKind = {
  key: 'caseSensitive',
  label: 'Small and capital letters differ',
  control: 'flag',
  reading: { as: 'flag' },
  isMore: true,
}
export const number = (key: string, label: string, more: Partial<FieldKind> = {}): FieldKind => ({
  key,
  label,
  control: 'number',
  reading: { as: 'number' },
  isOptional: true,
  ...more,
})
export const bounds = [number('atLeast', 'At least'), number('atMost', 'At most')]
