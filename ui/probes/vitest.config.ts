import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    environment: 'node',
    // What is probed is what ships.
    env: { NODE_ENV: 'production' },
    include: ['probes/**/*.probe.ts'],
    // One browser, two cores: pages are probed one after another.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
