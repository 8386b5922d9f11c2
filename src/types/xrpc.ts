// Answers of XRPC methods (atproto.com/specs/xrpc).

/** `body` of a refusal is `{ error, message }`. The AppView shows `message` to people as it is. */
export type XrpcAnswer = { status: number; body: Record<string, unknown> }

/** A refusal as XRPC writes it: a name for programs, a sentence for people. */
export function refuseXrpc(status: 400 | 401, error: string, message: string): XrpcAnswer {
  return { status, body: { error, message } }
}
