// Addresses and networks, as TRUSTED_PROXIES names them: `10.0.0.2 172.16.0.0/12 fd00::/8`.
import { BlockList, isIP, isIPv6 } from 'node:net'

/** This machine and home networks (RFC 1918, RFC 4193). */
const privateNetworks = '127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 ::1 fc00::/7'

/** Whether every word is an address or a network; `private` and `none` are words too. */
export function areNetworks(text: string): boolean {
  return text.split(/\s+/).every((word) => {
    const [address = '', bits, ...more] = word.split('/')
    if (word === 'private' || word === 'none' || word === '') return true
    const most = isIPv6(address) ? 128 : 32
    return (
      isIP(address) !== 0 && more.length === 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= most))
    )
  })
}

/** @param text as `areNetworks` takes it. @returns whether an address is one of them */
export function matchNetworks(text: string): (address: string) => boolean {
  const list = new BlockList()
  for (const word of text.replaceAll('private', privateNetworks).split(/\s+/)) {
    const [address = '', bits] = word.split('/')
    if (isIP(address) === 0) continue
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  // A socket that listens for both families writes ::ffff:10.0.0.2.
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
    return isIP(plain) !== 0 && list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
  }
}
