package app.guihang.mobile

import android.os.Bundle
import android.view.View
import android.view.WindowManager
import android.webkit.WebView
import androidx.activity.enableEdgeToEdge
import androidx.core.view.ViewCompat
import androidx.core.view.WindowInsetsCompat

/**
 * The one screen. Back needs nothing here: while the page listens, Tauri hands it `back-button` and does nothing
 * itself, so the page saves its draft first and then decides (ui/src/field).
 */
class MainActivity : TauriActivity() {
  override fun onCreate(savedInstanceState: Bundle?) {
    // No screenshots, no recording, an empty card in the list of recent apps.
    window.setFlags(WindowManager.LayoutParams.FLAG_SECURE, WindowManager.LayoutParams.FLAG_SECURE)
    enableEdgeToEdge()
    super.onCreate(savedInstanceState)
  }

  override fun onWebViewCreate(webView: WebView) {
    // No word typed here goes to an autofill service.
    webView.importantForAutofill = View.IMPORTANT_FOR_AUTOFILL_NO_EXCLUDE_DESCENDANTS
    webView.settings.allowFileAccess = false
    webView.settings.allowContentAccess = false
    keepClearOfBarsAndKeyboard()
  }

  /** Edge to edge is the rule from Android 15 on: without this the keyboard covers the field being typed in. */
  private fun keepClearOfBarsAndKeyboard() {
    // The frame round the page: a WebView ignores padding of its own.
    val frame = findViewById<View>(android.R.id.content)
    ViewCompat.setOnApplyWindowInsetsListener(frame) { view, insets ->
      val taken = insets.getInsets(
        WindowInsetsCompat.Type.systemBars() or WindowInsetsCompat.Type.displayCutout() or WindowInsetsCompat.Type.ime()
      )
      view.setPadding(taken.left, taken.top, taken.right, taken.bottom)
      WindowInsetsCompat.CONSUMED
    }
  }
}
