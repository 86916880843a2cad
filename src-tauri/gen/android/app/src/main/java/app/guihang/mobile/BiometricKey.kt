package app.guihang.mobile

import android.content.Context
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.system.Os
import androidx.biometric.BiometricManager
import androidx.biometric.BiometricManager.Authenticators.BIOMETRIC_STRONG
import androidx.biometric.BiometricPrompt
import androidx.core.content.ContextCompat
import androidx.fragment.app.FragmentActivity
import app.tauri.plugin.Invoke
import app.tauri.plugin.JSObject
import java.io.File
import java.io.FileOutputStream
import java.security.KeyStore
import java.security.SecureRandom
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * 32 random bytes under a key that the phone's hardware uses only after it has seen the finger or the face: the check
 * and the opening are one act, so a forged "yes" opens nothing. A newly enrolled finger makes the key useless for ever;
 * the PIN opens then. One question of one invocation. NOT TRIED YET: see PHONE.md.
 */
class BiometricKey(private val activity: FragmentActivity, private val invoke: Invoke) {
  private val file get() = File(activity.noBackupFilesDir, "biometric.wrapped")

  fun make() = guarded {
    val cipher = Cipher.getInstance(CIPHER)
    cipher.init(Cipher.ENCRYPT_MODE, newKey())
    ask(cipher) { opened ->
      val secret = ByteArray(SECRET_BYTES).also { SecureRandom().nextBytes(it) }
      keep(opened.iv + opened.doFinal(secret))
      secret
    }
  }

  fun open() = guarded {
    val key = store().getKey(ALIAS, null) as SecretKey? ?: throw IllegalStateException("the key is gone")
    val wrapped = file.readBytes()
    val cipher = Cipher.getInstance(CIPHER)
    // KeyPermanentlyInvalidatedException where a finger was added since: the answer is a refusal, and the PIN opens.
    cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, wrapped, 0, IV_BYTES))
    ask(cipher) { opened -> opened.doFinal(wrapped, IV_BYTES, wrapped.size - IV_BYTES) }
  }

  /** Shows the system's own question and answers with the bytes that the work makes of the opened cipher. */
  private fun ask(cipher: Cipher, work: (Cipher) -> ByteArray) {
    val heard = object : BiometricPrompt.AuthenticationCallback() {
      override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult) = guarded {
        val secret = work(result.cryptoObject!!.cipher!!)
        val hex = secret.joinToString("") { "%02x".format(it) }
        secret.fill(0)
        invoke.resolve(JSObject().apply { put("secret_hex", hex) })
      }

      override fun onAuthenticationError(code: Int, words: CharSequence) = invoke.reject("refused")
    }
    val words = BiometricPrompt.PromptInfo.Builder()
      .setTitle(activity.getString(R.string.biometric_title))
      .setNegativeButtonText(activity.getString(R.string.biometric_pin))
      .setAllowedAuthenticators(BIOMETRIC_STRONG)
      .setConfirmationRequired(false)
      .build()
    activity.runOnUiThread {
      val prompt = BiometricPrompt(activity, ContextCompat.getMainExecutor(activity), heard)
      prompt.authenticate(words, BiometricPrompt.CryptoObject(cipher))
    }
  }

  private fun guarded(work: () -> Unit) {
    try {
      work()
    } catch (problem: Exception) {
      invoke.reject(problem.javaClass.simpleName)
    }
  }

  private fun keep(wrapped: ByteArray) {
    val draft = File(file.path + ".draft")
    FileOutputStream(draft).use {
      it.write(wrapped)
      it.fd.sync()
    }
    Os.rename(draft.path, file.path)
  }

  private fun store() = KeyStore.getInstance(PROVIDER).apply { load(null) }

  /** In place of the old one, whose secret nobody needs again: the PIN has just been asked for. */
  private fun newKey(): SecretKey {
    val spec = KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
      .setKeySize(256)
      .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
      .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
      .setUserAuthenticationRequired(true)
      .setInvalidatedByBiometricEnrollment(true)
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
      // 0 seconds: once for each use.
      spec.setUserAuthenticationParameters(0, KeyProperties.AUTH_BIOMETRIC_STRONG)
    }
    return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).run {
      init(spec.build())
      generateKey()
    }
  }

  companion object {
    fun available(context: Context): Boolean =
      BiometricManager.from(context).canAuthenticate(BIOMETRIC_STRONG) == BiometricManager.BIOMETRIC_SUCCESS

    private const val PROVIDER = "AndroidKeyStore"
    private const val ALIAS = "guihang.biometric.v1"
    private const val CIPHER = "AES/GCM/NoPadding"
    private const val SECRET_BYTES = 32
    private const val IV_BYTES = 12
    private const val TAG_BITS = 128
  }
}
