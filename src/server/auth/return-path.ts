// Where somebody goes after signing in: a path of ours and nothing else.

/**
 * The path when it is safe to redirect to, `/` otherwise. Safe starts with one slash and holds neither backslashes nor
 * control characters, which browsers turn into slashes or drop; signing in and out are no place to return to.
 */
export function returnPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > 2000) return '/'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (!/^\/(?!\/)[^\\\u0000-\u001f\u007f]*$/.test(wanted)) return '/'
  const base = 'https://skypanel.invalid'
  if (!URL.canParse(wanted, base)) return '/'
  const { origin, pathname, search } = new URL(wanted, base)
  // "/.//evil.example" is normalised to "//evil.example".
  if (origin !== base || pathname.startsWith('//') || /^\/(auth\/|sign-in$)/.test(pathname)) return '/'
  return pathname + search
}
