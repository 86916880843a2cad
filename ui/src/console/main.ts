import '../common/tokens/tokens.css'
import '../common/tokens/base.css'
import { createApp } from 'vue'
import { applyLook } from '../common/look'
import ConsoleApp from './ConsoleApp.vue'

applyLook()
createApp(ConsoleApp).mount('#app')
