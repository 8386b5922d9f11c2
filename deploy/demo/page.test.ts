import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPage } from './page.ts'

const page = readPage(
  'http://127.0.0.1/',
  200,
  `<title>A &amp; B</title><style>p { color: red }</style><p>Caf&#233; &quot;x&quot;</p><a href="/a?b=1&amp;c=2">on</a>
   <form action="/post" method="post">
     <input type="hidden" name="uri" value="at://x"><textarea name="text">
a &lt; b</textarea><input type="checkbox" name="off"><input type="checkbox" name="on" checked>
     <select name="lang"><option value="en">English<option value="nb" selected>Norsk</select>
     <button name="op" value="send">Send <b>it</b></button><input disabled name="no" value="no">
   </form>`,
)

test('words are decoded and styles left out', () => {
  assert.match(page.text, /A & B Café "x" on/)
  assert.doesNotMatch(page.text, /color/)
})

test('links and forms are those that a person could use', () => {
  assert.deepEqual(page.links, ['/a?b=1&c=2'])
  const [form] = page.forms
  assert.equal(form?.action, '/post')
  assert.equal(form?.method, 'post')
  assert.deepEqual(
    form?.fields.map(({ name, value }) => [name, value]),
    [
      ['uri', 'at://x'],
      ['text', 'a < b'],
      ['on', 'on'],
      ['lang', 'nb'],
    ],
  )
  assert.deepEqual(form?.buttons, [{ name: 'op', value: 'send', kind: 'submit' }])
})
