package app.guihang.mobile

import android.app.Activity
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyInfo
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import android.system.Os
import app.tauri.annotation.Command
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.JSObject
import app.tauri.plugin.Plugin
import java.io.File
import java.io.FileOutputStream
import java.security.KeyStore
import java.security.SecureRandom
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.SecretKeyFactory
import javax.crypto.spec.GCMParameterSpec

/**
 * Keeps the device's secret: 32 random bytes, wrapped by an AES key that was made in Android's keystore and never leaves
 * it. Called by `src/keystore/android.rs` only; no capability lets the page call it. NOT TRIED YET: see PHONE.md.
 *
 * The secret is never written over. If the key or the wrapped file is gone while the other is there, this says so and
 * leaves the rest as it is: what was recorded still exists as sealed copies.
 */
@TauriPlugin
class KeystorePlugin(private val activity: Activity) : Plugin(activity) {
  private val file get() = File(activity.noBackupFilesDir, "keystore.wrapped")

  /** Answers `{ secret_hex }`: 64 hex digits. */
  @Command
  fun secret(invoke: Invoke) = answer(invoke) {
    val secret = if (file.exists()) unwrap() else make()
    val hex = secret.joinToString("") { "%02x".format(it) }
    secret.fill(0)
    JSObject().apply { put("secret_hex", hex) }
  }

  /** Answers `{ hardware, release }`: whether the key lives in the phone's hardware, and the version of Android. */
  @Command
  fun device(invoke: Invoke) = answer(invoke) {
    JSObject().apply {
      put("hardware", isInHardware(existingKey() ?: makeKey()))
      put("release", Build.VERSION.RELEASE)
    }
  }

  /** Off the main thread, since hardware keys take long; one at a time. */
  private fun answer(invoke: Invoke, work: () -> JSObject) {
    Thread {
      try {
        invoke.resolve(synchronized(LOCK, work))
      } catch (problem: Exception) {
        invoke.reject(problem.javaClass.simpleName)
      }
    }.start()
  }

  private fun make(): ByteArray {
    val secret = ByteArray(SECRET_BYTES).also { SecureRandom().nextBytes(it) }
    val cipher = Cipher.getInstance(CIPHER)
    cipher.init(Cipher.ENCRYPT_MODE, existingKey() ?: makeKey())
    val wrapped = cipher.iv + cipher.doFinal(secret)
    val draft = File(file.path + ".draft")
    FileOutputStream(draft).use {
      it.write(wrapped)
      it.fd.sync()
    }
    Os.rename(draft.path, file.path)
    return secret
  }

  private fun unwrap(): ByteArray {
    val key = existingKey() ?: throw IllegalStateException("the key is gone")
    val wrapped = file.readBytes()
    val cipher = Cipher.getInstance(CIPHER)
    cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, wrapped, 0, IV_BYTES))
    return cipher.doFinal(wrapped, IV_BYTES, wrapped.size - IV_BYTES)
  }

  private fun existingKey(): SecretKey? {
    val store = KeyStore.getInstance(PROVIDER).apply { load(null) }
    return store.getKey(ALIAS, null) as SecretKey?
  }

  private fun makeKey(): SecretKey {
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
      try {
        return generate(strongBox = true)
      } catch (absent: StrongBoxUnavailableException) {
        // Most phones of this price have no StrongBox; the trusted environment of the processor does it then.
      }
    }
    return generate(strongBox = false)
  }

  private fun generate(strongBox: Boolean): SecretKey {
    val spec = KeyGenParameterSpec.Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
      .setKeySize(256)
      .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
      .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
      .setRandomizedEncryptionRequired(true)
    if (strongBox && Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
      spec.setIsStrongBoxBacked(true)
    }
    return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).run {
      init(spec.build())
      generateKey()
    }
  }

  private fun isInHardware(key: SecretKey): Boolean {
    val factory = SecretKeyFactory.getInstance(key.algorithm, PROVIDER)
    val info = factory.getKeySpec(key, KeyInfo::class.java) as KeyInfo
    return if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
      info.securityLevel == KeyProperties.SECURITY_LEVEL_TRUSTED_ENVIRONMENT ||
        info.securityLevel == KeyProperties.SECURITY_LEVEL_STRONGBOX ||
        info.securityLevel == KeyProperties.SECURITY_LEVEL_UNKNOWN_SECURE
    } else {
      @Suppress("DEPRECATION")
      info.isInsideSecureHardware
    }
  }

  private companion object {
    val LOCK = Any()
    const val PROVIDER = "AndroidKeyStore"
    const val ALIAS = "guihang.secret.v1"
    const val CIPHER = "AES/GCM/NoPadding"
    const val SECRET_BYTES = 32
    const val IV_BYTES = 12
    const val TAG_BITS = 128
  }
}
