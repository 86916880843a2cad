import '../common/tokens/tokens.css'
import '../common/tokens/base.css'
import { createApp } from 'vue'
import { applyLook } from '../common/look'
import FieldApp from './FieldApp.vue'

applyLook()
createApp(FieldApp).mount('#app')
