// A browser in words, from what it says of itself (RFC 9110 §10.1.5).

const browsers: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\b(Headless)?Chrome\/|\bCriOS\/|\bChromium\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/\b(Lynx|w3m|ELinks|Links|NetSurf|Dillo)\b/i, ''],
  [/\bcurl\//, 'curl'],
]
const systems: [RegExp, string][] = [
  [/\biPad\b/, 'iPad'],
  [/\biPhone\b|\biPod\b/, 'iPhone'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'Mac'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
]

/** "Firefox on Android", "Safari on iPhone", or the start of what it said where nobody knows it. */
export function nameBrowser(userAgent: string): string {
  const find = (known: [RegExp, string][]) => {
    for (const [pattern, name] of known) {
      const match = pattern.exec(userAgent)
      if (match) return name || match[0]
    }
    return undefined
  }
  const [browser, system] = [find(browsers), find(systems)]
  if (browser && system) return `${browser} on ${system}`
  const said = userAgent.replace(/[^\x20-\x7e]/g, '').trim()
  return (
    browser ??
    (system ? `A browser on ${system}` : said === '' ? 'A browser that does not say what it is' : said.slice(0, 40))
  )
}
