/* Every control in every state, and every screen with invented data, for eyes and probes. Never shipped.
   ?control=NAME or ?scene=NAME, &theme=light|dark, &size=normal|large|elder */
import '../common/tokens/tokens.css'
import '../common/tokens/base.css'
import { createApp } from 'vue'
import { applyLook, textSize, textSizes, theme, themes } from '../common/look'
import { controls } from './controls'
import GalleryIndex from './GalleryIndex.vue'

const query = new URLSearchParams(location.search)
theme.value = themes.find((t) => t === query.get('theme')) ?? 'light'
textSize.value = textSizes.find((t) => t === query.get('size')) ?? 'normal'
applyLook()

const control = query.get('control')
const specimen = control === null ? undefined : controls[control]
createApp(specimen ?? GalleryIndex).mount('#app')
document.documentElement.dataset['ready'] = 'yes'
