/** Characters the phone takes of a talk. */
export const TEXT_MAX = 5000
