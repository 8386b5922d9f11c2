// What a public page says about itself to programs: search engines, link previews, feed readers.

/** Addresses are absolute. */
export type PageMeta = {
  /** The one address of this page. */
  canonical: string
  title: string
  description: string
  type: 'website' | 'profile' | 'article'
  image?: { href: string; alt: string } | undefined
  /** Other forms of it: RSS, Atom, JSON Feed, oEmbed. */
  alternates: { type: string; href: string; title: string }[]
  /** schema.org, as JSON-LD. */
  data?: object | undefined
}
