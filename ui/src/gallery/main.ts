/* Every control in every state, and every screen with invented data, for eyes and probes. Never shipped.
   ?control=NAME or ?scene=NAME#/route, &theme=light|dark, &size=normal|large|elder */
import '../common/tokens/tokens.css'
import '../common/tokens/base.css'
import '../field/field.css'
import { createApp, type App } from 'vue'
import { speak } from '../common/language'
import { applyLook, language, languages, textSize, textSizes, theme, themes } from '../common/look'
import { installFakeDoor } from './fakeDoor'

const query = new URLSearchParams(location.search)
theme.value = themes.find((t) => t === query.get('theme')) ?? 'light'
textSize.value = textSizes.find((t) => t === query.get('size')) ?? 'normal'
language.value = languages.find((l) => l === query.get('lang')) ?? 'chinese'
applyLook()

async function specimen(): Promise<App> {
  const control = query.get('control')
  const scene = query.get('scene')
  if (scene !== null) {
    installFakeDoor(scene)
    const [{ default: FieldApp }, { router }, { refresh, startWatching }] = await Promise.all([
      import('../field/FieldApp.vue'),
      import('../field/router'),
      import('../field/app'),
    ])
    await refresh()
    // Where drafts are kept the phone locks itself as well.
    if (scene.includes('kept')) startWatching()
    return createApp(FieldApp).use(router)
  }
  const { controls } = await import('./controls')
  const found = control === null ? undefined : controls[control]
  if (found) return createApp(found)
  return createApp((await import('./GalleryIndex.vue')).default)
}
void speak(language.value)
  .then(specimen)
  .then((app) => {
    app.mount('#app')
    document.documentElement.dataset['ready'] = 'yes'
  })
