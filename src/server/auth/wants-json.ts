// Who asks: a program or a person.

/** Whether the answer should be JSON where a person gets a page or a redirect. */
export function wantsJson(request: Request): boolean {
  return /^application\/json\b/.test(request.headers.get('accept') ?? '')
}
