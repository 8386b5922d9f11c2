// The error of an identity that cannot be asked for now: the event is kept and tried again later.

export class Unreachable extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'Unreachable'
  }
}
