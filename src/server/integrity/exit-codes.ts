// With what the processes end when a database cannot be used.

export const exitCodes = {
  /** main.db is damaged: starting again would not help, a person has to act. */
  refused: 3,
  /** A database that is made again by itself is damaged: the supervisor ends both processes and starts them anew. */
  rebuild: 4,
  /** A process died again and again: starting SkyPanel again would not help either. */
  crashed: 5,
} as const
