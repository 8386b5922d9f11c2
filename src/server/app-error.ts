// The one error class for expected refusals that reach a person.

/** An outcome to show as it is: `status` is an HTTP status, `message` a sentence for a person. */
export class AppError extends Error {
  readonly status: number
  /** After how many seconds to try again (RFC 9110 §10.2.3), where that is known. */
  readonly retryAfter: number | undefined
  /** What is wrong with what was sent, each with the path to it, where that is known. */
  readonly mistakes: { path: string; message: string }[] | undefined
  /** What stands above it on a page of its own. */
  readonly heading: string | undefined

  /** The pages are bundled with a copy of this class of their own: an error of either copy is one. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'AppError'
  }

  constructor(
    status: number,
    message: string,
    options: ErrorOptions & {
      retryAfter?: number
      mistakes?: { path: string; message: string }[]
      heading?: string
    } = {},
  ) {
    super(message, options)
    this.name = 'AppError'
    this.status = status
    this.retryAfter = options.retryAfter
    this.mistakes = options.mistakes
    this.heading = options.heading
  }
}
