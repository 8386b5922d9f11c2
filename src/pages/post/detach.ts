import type { APIRoute } from 'astro'
import { answerPostAct } from '#server/writes/answer-post-act.ts'
import { detachQuote } from '#server/writes/detach-quote.ts'

export const POST: APIRoute = (sent) =>
  answerPostAct(sent, {
    act: detachQuote,
    done: 'Detached your post from this quote.',
    undone: 'Attached your post again.',
  })
