// Who is asking, as far as that can be known.

const local = /^(::1$|::ffff:|f[cde])?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/

/**
 * What to count attempts by: an IPv4 address or an IPv6 network. A proxy appends the address that it saw to
 * X-Forwarded-For, so only the last entry can be believed. Who is no trusted proxy has no such header by then
 * (http/believe-proxy.ts).
 */
export function clientAddress(socketAddress: string, forwardedFor: string | null): string {
  const forwarded = forwardedFor?.split(',').at(-1)?.trim().slice(0, 64)
  return networkOf(forwarded || socketAddress)
}

/** Whoever has one IPv6 address has the other 2^64 of its network too. Zeros left out in front of them are put back. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.') || local.test(address)) return address
  const [start = '', rest] = address.split('::')
  const groups = start.split(':')
  return (rest === undefined ? groups : [...groups, '0', '0', '0', '0']).slice(0, 4).join(':')
}
