package app.guihang.mobile

import android.Manifest
import android.app.Activity
import android.app.ActivityManager
import android.app.AlarmManager
import android.app.PendingIntent
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.ConnectivityManager
import android.net.Uri
import android.os.Build
import android.provider.DocumentsContract
import android.util.Base64
import androidx.activity.result.ActivityResult
import androidx.fragment.app.FragmentActivity
import app.tauri.annotation.ActivityCallback
import app.tauri.annotation.Command
import app.tauri.annotation.InvokeArg
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.JSObject
import app.tauri.plugin.Plugin

@InvokeArg
class Number {
  lateinit var number: String
}

@InvokeArg
class NewFile {
  lateinit var name: String
  lateinit var data: String
}

@InvokeArg
class Plainness {
  var on: Boolean = false
}

@InvokeArg
class LaidReminder {
  var at: Long = 0
  lateinit var text: String
}

@InvokeArg
class Plan {
  lateinit var reminders: Array<LaidReminder>
}

/**
 * What only Android can do. Called by `src/system/android.rs` only; no capability lets the page call it. NOT TRIED YET:
 * see PHONE.md.
 */
@TauriPlugin
class SystemPlugin(private val activity: Activity) : Plugin(activity) {
  /** Answers `{ metered }`; without it where there is no network. */
  @Command
  fun network(invoke: Invoke) {
    val line = activity.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager
    invoke.resolve(JSObject().apply { if (line.activeNetwork != null) put("metered", line.isActiveNetworkMetered) })
  }

  /** Answers `{ available }`: a strong biometric with something enrolled, to which a key can be bound. */
  @Command
  fun biometric(invoke: Invoke) {
    invoke.resolve(JSObject().apply { put("available", BiometricKey.available(activity)) })
  }

  /** Asks the user; answers `{ secret_hex }`, a new secret in place of any before. */
  @Command
  fun makeSecret(invoke: Invoke) = BiometricKey(activity as FragmentActivity, invoke).make()

  /** Asks the user; answers `{ secret_hex }`, the secret made last. */
  @Command
  fun openSecret(invoke: Invoke) = BiometricKey(activity as FragmentActivity, invoke).open()

  /** Opens the dialler with the number in it. Nothing is called before the user presses the key. */
  @Command
  fun dial(invoke: Invoke) {
    val number = invoke.parseArgs(Number::class.java).number
    activity.startActivity(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)))
    invoke.resolve(JSObject())
  }

  /** The system's own "save as". The bytes come sealed to the office; nothing else of the app can be saved this way. */
  @Command
  fun save(invoke: Invoke) {
    val file = invoke.parseArgs(NewFile::class.java)
    val ask = Intent(Intent.ACTION_CREATE_DOCUMENT).apply {
      addCategory(Intent.CATEGORY_OPENABLE)
      type = "application/octet-stream"
      putExtra(Intent.EXTRA_TITLE, file.name)
    }
    startActivityForResult(invoke, ask, "saved")
  }

  @ActivityCallback
  fun saved(invoke: Invoke, result: ActivityResult) {
    val place = result.data?.data
    if (result.resultCode != Activity.RESULT_OK || place == null) {
      invoke.resolve(JSObject())
      return
    }
    val file = invoke.parseArgs(NewFile::class.java)
    Thread {
      try {
        activity.contentResolver.openOutputStream(place, "w")!!.use { it.write(Base64.decode(file.data, Base64.DEFAULT)) }
        invoke.resolve(JSObject().apply { put("name", file.name) })
      } catch (problem: Exception) {
        // Half a file would look like a whole one.
        runCatching { DocumentsContract.deleteDocument(activity.contentResolver, place) }
        invoke.reject(problem.javaClass.simpleName)
      }
    }.start()
  }

  /** Lays reminders in place of those laid before. The words say how much, never who or what. */
  @Command
  fun remind(invoke: Invoke) {
    val plan = invoke.parseArgs(Plan::class.java).reminders
    askToNotifyOnce()
    val alarms = activity.getSystemService(Context.ALARM_SERVICE) as AlarmManager
    for (slot in 0 until SLOTS) {
      val reminder = plan.getOrNull(slot)
      val shown = PendingIntent.getBroadcast(
        activity,
        slot,
        Intent(activity, ReminderReceiver::class.java).putExtra(ReminderReceiver.TEXT, reminder?.text ?: ""),
        PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE
      )
      // Inexact: a reminder may be minutes late; an exact one would ask for one more permission.
      if (reminder == null) alarms.cancel(shown) else alarms.set(AlarmManager.RTC, reminder.at, shown)
    }
    invoke.resolve(JSObject())
  }

  /**
   * 门口模式: the launcher and the card in the recent apps wear a name and an icon that mean nothing. The one to come is
   * enabled before the other goes: an app without any leaves the launcher. Whoever tapped the old icon stays in the app.
   */
  @Command
  fun plain(invoke: Invoke) {
    val on = invoke.parseArgs(Plainness::class.java).on
    for (name in if (on) listOf(PLAIN, USUAL) else listOf(USUAL, PLAIN)) {
      activity.packageManager.setComponentEnabledSetting(
        ComponentName(activity.packageName, name),
        if ((name == PLAIN) == on) PackageManager.COMPONENT_ENABLED_STATE_ENABLED
        else PackageManager.COMPONENT_ENABLED_STATE_DISABLED,
        PackageManager.DONT_KILL_APP
      )
    }
    @Suppress("DEPRECATION")
    activity.setTaskDescription(
      ActivityManager.TaskDescription(activity.getString(if (on) R.string.plain_name else R.string.app_name))
    )
    invoke.resolve(JSObject())
  }

  private fun askToNotifyOnce() {
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU || asked) return
    asked = true
    if (activity.checkSelfPermission(Manifest.permission.POST_NOTIFICATIONS) != PackageManager.PERMISSION_GRANTED) {
      activity.requestPermissions(arrayOf(Manifest.permission.POST_NOTIFICATIONS), 0)
    }
  }

  private companion object {
    /** A day each; more days than are laid at once. */
    const val SLOTS = 32
    /** The two of the manifest. */
    const val USUAL = "app.guihang.mobile.Usual"
    const val PLAIN = "app.guihang.mobile.Plain"
    var asked = false
  }
}
