import type { APIRoute } from 'astro'
import { answerPostAct } from '#server/writes/answer-post-act.ts'
import { pinPost } from '#server/writes/pin-post.ts'

export const POST: APIRoute = (sent) =>
  answerPostAct(sent, { act: pinPost, done: 'Pinned to your profile.', undone: 'Unpinned from your profile.' })
