// The index of the search over the documents, made at build time.
import MiniSearch from 'minisearch'
import { readDocuments } from './_documents.ts'

export const prerender = true

/** Sent along: whoever reads the index must know it. */
const options = {
  idField: 'id',
  fields: ['title', 'heading', 'text'],
  storeFields: ['title', 'heading'],
  searchOptions: { boost: { title: 3, heading: 2 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' as const },
}

export async function GET() {
  const search = new MiniSearch(options)
  for (const { slug, title, parts } of await readDocuments()) {
    for (const { id, heading, text } of parts) {
      search.add({ id: `/docs/${slug}${id && `#${id}`}`, title, heading, text })
    }
  }
  return Response.json({ options, index: search })
}
