import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Agent } from '@atproto/api'
import { reasonFor, reviewedReasons } from './report-reasons.ts'
import { sendReport } from './send-report.ts'

const spam = 'tools.ozone.report.defs#reasonMisleadingSpam'
const troll = 'tools.ozone.report.defs#reasonHarassmentTroll'
const old = 'com.atproto.moderation.defs#reason'

/** A server that takes the reasons that `knows`, and what it was sent. */
function open(knows: (reason: string) => boolean, refusal = 'Invalid reason type') {
  const sent: { reasonType: string; proxy: string | null }[] = []
  const agent = new Agent(async (_path: string, init: RequestInit) => {
    const body = JSON.parse(
      typeof init.body === 'string' ? init.body : new TextDecoder().decode(init.body as Uint8Array),
    )
    sent.push({ reasonType: body.reasonType, proxy: new Headers(init.headers).get('atproto-proxy') })
    if (!knows(body.reasonType)) return Response.json({ error: 'InvalidRequest', message: refusal }, { status: 400 })
    return Response.json({ id: 1, reportedBy: 'did:plc:me', createdAt: new Date(0).toISOString(), ...body })
  })
  return { agent, sent }
}
const report = { did: 'did:plc:moderators', subject: { did: 'did:plc:somebody' }, reason: spam, text: '' }

test('a labeler that knows the reason is told it, once', async () => {
  const { agent, sent } = open(() => true)
  await sendReport(agent, report)
  assert.deepEqual(sent, [{ reasonType: spam, proxy: 'did:plc:moderators#atproto_labeler' }])
})

test('one from before these reasons is told what it was called then', async () => {
  const { agent, sent } = open((reason) => reason.startsWith(old))
  await sendReport(agent, { ...report, reason: troll })
  assert.deepEqual(
    sent.map(({ reasonType }) => reasonType),
    [troll, `${old}Rude`],
  )
})

test('one that refuses that as well, or for another cause, is quoted', async () => {
  const none = open(() => false)
  await assert.rejects(sendReport(none.agent, report), { status: 400, message: /Invalid reason type/ })
  assert.equal(none.sent.length, 2)
  const other = open(() => false, 'You have reported enough')
  await assert.rejects(sendReport(other.agent, report), { status: 400, message: /You have reported enough/ })
  assert.equal(other.sent.length, 1)
})

test('a labeler that names the old reasons alone is offered what they cover, by their old names', () => {
  const reviewed = reviewedReasons([`${old}Spam`, `${old}Rude`])
  assert.ok(reviewed.includes(spam) && reviewed.includes(troll))
  assert.ok(reviewed.every((id) => [`${old}Spam`, `${old}Rude`].includes(reasonFor(id, [`${old}Spam`, `${old}Rude`]))))
  assert.equal(reviewed.length, 7)
  assert.equal(reasonFor(spam, [spam]), spam)
  assert.equal(reasonFor(spam, undefined), spam)
})
