/** A code list as choices, in its own order or in the one given. */
export function optionsOf<T extends string>(labels: Record<T, string>, only?: readonly T[]): { value: T; label: string }[] {
  const keys = only ?? (Object.keys(labels) as T[])
  return keys.map((value) => ({ value, label: labels[value] }))
}
