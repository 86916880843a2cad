import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where each entry is written. The gallery is for probes and eyes only and never lands in `dist`. */
const outDirs: Record<string, string> = {
  field: 'dist/field',
  console: 'dist/console',
  gallery: 'test-results/gallery',
}

// `--mode field | console | gallery` picks the entry; each is served from `/` of its own server.
export default defineConfig(({ mode }) => {
  const entry = mode in outDirs ? mode : 'field'
  return {
    root: here(mode === 'test' ? '.' : `./src/${entry}`),
    base: './',
    plugins: [vue()],
    build: {
      // Cheap phones carry old system WebViews; Chrome 87 is the oldest promised.
      target: 'chrome87',
      cssTarget: 'chrome87',
      outDir: here(`./${outDirs[entry] ?? 'dist/field'}`),
      emptyOutDir: true,
      assetsInlineLimit: 2048,
      modulePreload: { polyfill: false },
    },
    // The page must live under the shell's content policy; previews hold it to that.
    preview: {
      headers: {
        'Content-Security-Policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'",
      },
    },
    test: {
      root: here('.'),
      environment: 'jsdom',
      include: ['src/**/*.test.ts'],
    },
  }
})
