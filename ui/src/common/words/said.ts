/** The same words in another language: every key must be there, and functions take the same. */
export type Said<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => Said<R>
    : { [K in keyof T]: Said<T[K]> }
