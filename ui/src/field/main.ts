import '../common/tokens/tokens.css'
import '../common/tokens/base.css'
import './field.css'
import { createApp, h, watch } from 'vue'
import { closeTopLayer } from '../common/back'
import { listenToBack } from '../common/backButton'
import { speak, spoken } from '../common/language'
import { applyLook, language } from '../common/look'
import { startWatching } from './app'
import FieldApp from './FieldApp.vue'
import { keepLook } from './keepLook'
import { router } from './router'

applyLook()
keepLook()
startWatching()
void listenToBack(closeTopLayer)
/** Everything is drawn anew when the words change. */
const app = createApp({ render: () => h(FieldApp, { key: spoken.value }) }).use(router)
const mount = () => {
  app.mount('#app')
  watch(language, speak)
}
if (language.value === 'chinese') mount()
else void speak(language.value).finally(mount)
