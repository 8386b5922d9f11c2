// What it means for this box when somebody deletes their data.

/** `last`: nobody is left. `administrator`: `successor` (a handle) takes over. */
export type Departure = { kind: 'member' } | { kind: 'last' } | { kind: 'administrator'; successor: string }
