import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The story over the shipped server and the real phone: files of `tests/ui`, with this project's packages. */
export default defineConfig({
  root: here('../..'),
  cacheDir: here('../node_modules/.vite'),
  resolve: { alias: { 'playwright-core': here('../node_modules/playwright-core/index.mjs') } },
  test: {
    environment: 'node',
    include: ['tests/ui/**/*.story.ts'],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
})
