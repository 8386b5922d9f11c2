// The form of the feed builder as tests fill it in and read it back.

/** What somebody typed who used every part of the form. */
export const typed = {
  title: `Night “trains” & <b>`,
  description: 'Sleepers',
  'sources.0.type': 'hashtags',
  'sources.0.tags': 'nachtzug 夜行列車',
  'sources.1.type': 'search',
  'sources.1.query': 'sleeper "night train"',
  root: 'all',
  'filters.0.type': 'any',
  'filters.0.of.0.type': 'keywords',
  'filters.0.of.0.words': 'sleeper\nbunk',
  'filters.0.of.0.mode': 'none',
  'filters.0.of.1.type': 'length',
  'filters.0.of.1.atLeast': '12',
  'filters.1.type': 'seen',
  'filters.1.mode': 'none',
  'order.by': 'hot',
  'order.likes': '3',
  'perAuthor.atMost': '2',
  'perAuthor.withinHours': '24',
}

/** The names and values of the fields of the form, as a browser would send them. */
export function fieldsOf(html: string): Record<string, string> {
  const form = html.slice(html.indexOf('id="build"'))
  const fields: Record<string, string> = {}
  for (const [, name = '', value = ''] of form.matchAll(
    /<input(?=[^>]*\bname="([^"]+)")(?![^>]*type="checkbox")(?=[^>]*\bvalue="([^"]*)")/g,
  )) {
    fields[name] = value
  }
  for (const [, name = '', text = ''] of form.matchAll(/<textarea[^>]*\bname="([^"]+)"[^>]*>([^<]*)</g))
    fields[name] = text
  for (const [, name = '', options = ''] of form.matchAll(/<select[^>]*\bname="([^"]+)"[^>]*>(.*?)<\/select>/gs)) {
    fields[name] =
      /<option value="([^"]*)"[^>]*\bselected/.exec(options)?.[1] ?? /<option value="([^"]*)"/.exec(options)?.[1] ?? ''
  }
  const decode = (text: string) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#34;', '"')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&')
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, decode(value)]))
}
