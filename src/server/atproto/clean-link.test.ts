import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanLink } from './clean-link.ts'

const cases: [string, string][] = [
  ['https://a.example/x?utm_source=bsky&id=7&UTM_Medium=social', 'https://a.example/x?id=7'],
  ['https://a.example/x?fbclid=abc', 'https://a.example/x'],
  ['https://a.example/x?fbclid=abc#part', 'https://a.example/x#part'],
  ['https://a.example/?q=a%20b+c&gclid=1', 'https://a.example/?q=a%20b+c'],
  ['https://a.example/?%75tm_source=x&b', 'https://a.example/?b'],
  ['https://a.example/?id=utm_source&ref=x&source=y', 'https://a.example/?id=utm_source&ref=x&source=y'],
  ['https://A.example/?b=%zz', 'https://A.example/?b=%zz'],
  ['/relative?utm_source=x', '/relative?utm_source=x'],
]
for (const [from, to] of cases) test(from, () => assert.equal(cleanLink(from), to))
