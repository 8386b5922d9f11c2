// A search to save, as a form sends it.
import type { RefusedSearch, SearchDraft } from '#types/search.ts'
import { tameName } from '../atproto/tame-text.ts'
import { wantsJson } from '../auth/wants-json.ts'
import { formatQuery, parseQuery } from '../reads/post-query.ts'

/** Its `name` is the query where nobody gave one. What cannot be saved comes back as it was, with a sentence. */
export function readSearchDraft(form: (name: string) => string): SearchDraft | RefusedSearch {
  const draft = { name: form('name').slice(0, 640), query: form('query').slice(0, 2000) }
  const { query, problems } = parseQuery(draft.query)
  const shorthand = formatQuery(query)
  const refuse = (problem: string) => ({ draft, problem, status: 422 })
  if (problems[0]) return refuse(`“${problems[0].typed.slice(0, 60)}”: ${problems[0].sentence}`)
  if (shorthand === '') return refuse('Write what to search for.')
  return { name: tameName(draft.name) || tameName(shorthand), query: shorthand }
}

/** What a program is told; undefined for a person, who gets the form back. */
export function answerDraft(request: Request, { problem, status }: RefusedSearch): Response | undefined {
  return wantsJson(request) ? Response.json({ error: problem }, { status }) : undefined
}
