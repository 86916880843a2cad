import '../common/tokens/tokens.css'
import '../common/tokens/base.css'
import './field.css'
import { createApp } from 'vue'
import { closeTopLayer } from '../common/back'
import { listenToBack } from '../common/backButton'
import { applyLook } from '../common/look'
import { startWatching } from './app'
import FieldApp from './FieldApp.vue'
import { keepLook } from './keepLook'
import { router } from './router'

applyLook()
keepLook()
startWatching()
void listenToBack(closeTopLayer)
createApp(FieldApp).use(router).mount('#app')
