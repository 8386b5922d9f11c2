// Links without what follows people around. Pure.

/** Parameters that tell a site who sent somebody, or who they are, and nothing about what the page is. */
const names = new Set([
  ...[
    'fbclid',
    'gclid',
    'gclsrc',
    'dclid',
    'gbraid',
    'wbraid',
    'msclkid',
    'twclid',
    'ttclid',
    'yclid',
    'igshid',
    'igsh',
  ],
  ...['mc_cid', 'mc_eid', '_hsenc', '_hsmi', 'mkt_tok', 'vero_id', 'oly_anon_id', 'oly_enc_id', 'rb_clickid', 's_cid'],
  ...['wickedid', '_openstat', 'li_fat_id', 'epik', 'srsltid', '__twitter_impression'],
])
const families = /^(utm|pk|piwik|matomo|mtm|hsa)_/

/** `href` without them; as it is, to the letter, when it has none. Anything that is no address stays. */
export function cleanLink(href: string): string {
  if (!href.includes('?') || !URL.canParse(href)) return href
  const url = new URL(href)
  const follows = (name: string) => names.has(name.toLowerCase()) || families.test(name.toLowerCase())
  const pairs = url.search.slice(1).split('&')
  const kept = pairs.filter((pair) => !follows(decode(pair.split('=')[0] ?? '')))
  if (kept.length === pairs.length) return href
  url.search = kept.join('&')
  return url.href
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
