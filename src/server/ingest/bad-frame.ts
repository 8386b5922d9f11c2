// The error of a frame that cannot be understood or trusted: it is quarantined, and the stream goes on.

/** `message` is the reason, as it is kept with the frame. */
export class BadFrame extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.name = 'BadFrame'
  }
}
