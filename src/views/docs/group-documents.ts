// The list of documents: its groups in their order. A document that no group names stands in the last one.
import type { Document, DocumentGroup } from '#types/document.ts'

/** Slugs in their order. What is not written yet is left out. */
const groups: { title: string; slugs: string[] }[] = [
  {
    title: 'Begin',
    slugs: ['quick-start', 'install', 'docker', 'systemd', 'raspberry-pi', 'nas', 'moving'],
  },
  {
    title: 'In front of it',
    slugs: ['reverse-proxy', 'caddy', 'nginx', 'traefik', 'tailscale', 'cloudflare-tunnel'],
  },
  {
    title: 'Look after it',
    slugs: [
      ...['administration', 'configuration', 'command-line', 'backup', 'upgrade', 'rollback', 'monitoring', 'logs'],
      ...['troubleshooting', 'hardening', 'performance', 'scaling'],
    ],
  },
  { title: 'Feeds', slugs: ['building-feeds', 'feed-definition', 'sharing', 'api', 'live'] },
  { title: 'How it is made', slugs: ['architecture', 'benchmarks', 'contributing', 'changelog'] },
]

/** Decisions have a list of their own. */
export function groupDocuments(documents: Document[]): DocumentGroup[] {
  const known = new Set(groups.flatMap(({ slugs }) => slugs))
  const more = documents.filter(({ slug }) => !known.has(slug) && !slug.startsWith('decisions/'))
  const listed = groups.map(({ title, slugs }) => ({
    title,
    documents: slugs.flatMap((slug) => documents.find((document) => document.slug === slug) ?? []),
  }))
  return [...listed, { title: 'More', documents: more }].filter(({ documents }) => documents.length > 0)
}

export function listDecisions(documents: Document[]): Document[] {
  return documents.filter(({ slug }) => slug.startsWith('decisions/')).sort((a, b) => (a.slug < b.slug ? -1 : 1))
}
