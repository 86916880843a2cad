import '../common/tokens/tokens.css'
import '../common/tokens/base.css'
import 'element-plus/theme-chalk/base.css'
import './look/element.css'
import './look/console.css'
import { createApp } from 'vue'
import { applyLook } from '../common/look'
import ConsoleApp from './ConsoleApp.vue'
import { router } from './router'

applyLook()
createApp(ConsoleApp).use(router).mount('#app')
