import type { APIRoute } from 'astro'
import { answerPostAct } from '#server/writes/answer-post-act.ts'
import { hideReply } from '#server/writes/hide-reply.ts'

export const POST: APIRoute = (sent) =>
  answerPostAct(sent, { act: hideReply, done: 'Hidden for everybody.', undone: 'Shown to everybody again.' })
