// Reads the documents, at build time: pages of /docs are files when SkyPanel runs.
import type { MarkdownInstance } from 'astro'
import type { Document } from '#types/document.ts'
import { documentSlug } from '../../views/docs/document-slug.ts'
import { shapeDocument } from '../../views/docs/shape-document.ts'

const files = import.meta.glob<MarkdownInstance<Record<string, unknown>>>([
  '../../../docs/**/*.md',
  '../../../{CHANGELOG,CONTRIBUTING}.md',
  '../../../bench/README.md',
])

/** Every document, in the order of their files. */
export async function readDocuments(): Promise<Document[]> {
  const paths = Object.keys(files).map((name) => ({ name, path: name.replace(/^(\.\.\/)+/, '') }))
  const slugs = new Set(['', 'decisions', ...paths.flatMap(({ path }) => documentSlug(path) ?? [])])
  return Promise.all(
    paths.map(async ({ name, path }) => {
      const file = await files[name]?.()
      return shapeDocument(path, (await file?.compiledContent()) ?? '', slugs)
    }),
  )
}
