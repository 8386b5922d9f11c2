// What a person is told when the database cannot do what they asked for.
import { nameTrouble } from '#db/name-trouble.ts'
import { AppError } from '../app-error.ts'

/** @returns what to show instead of `error`; undefined when that is no trouble of the database */
export function refusalOf(error: unknown): AppError | undefined {
  const retry = { cause: error, retryAfter: 30 }
  switch (nameTrouble(error)) {
    case 'away':
      return new AppError(503, 'The database of this box does not answer. Nothing was changed; reading goes on.', retry)
    case 'full':
      return new AppError(
        507,
        'The disk of this box is full. Nothing was changed; whoever runs it has to make room.',
        retry,
      )
    case 'locked':
      return new AppError(503, 'The database of this box is busy. Nothing was changed; try again in a moment.', retry)
    default:
      return undefined
  }
}
