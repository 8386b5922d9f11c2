// The id of a part or field of the builder, from its path.

/** HTML checkers want letters, digits and hyphens: "filters.0.of.1" → "filters-0-of-1". */
export function idOf(path: string): string {
  return path.replaceAll('.', '-')
}
