package app.guihang.mobile

import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import androidx.core.app.NotificationCompat

/**
 * Shows a reminder laid by [SystemPlugin]: how much is due today, under a title that says nothing. A tap opens the app,
 * which asks for its PIN. Not exported: nobody else can make it speak. NOT TRIED YET: see PHONE.md.
 */
class ReminderReceiver : BroadcastReceiver() {
  override fun onReceive(context: Context, intent: Intent) {
    val text = intent.getStringExtra(TEXT)?.takeIf { it.isNotEmpty() } ?: return
    val board = context.getSystemService(Context.NOTIFICATION_SERVICE) as NotificationManager
    val title = context.getString(R.string.reminder_title)
    board.createNotificationChannel(NotificationChannel(CHANNEL, title, NotificationManager.IMPORTANCE_DEFAULT))
    val open = PendingIntent.getActivity(
      context,
      0,
      context.packageManager.getLaunchIntentForPackage(context.packageName),
      PendingIntent.FLAG_IMMUTABLE
    )
    val shown = NotificationCompat.Builder(context, CHANNEL)
      .setSmallIcon(R.drawable.ic_reminder)
      .setContentTitle(title)
      .setContentText(text)
      .setContentIntent(open)
      .setAutoCancel(true)
      // Over a locked screen not even the number.
      .setVisibility(NotificationCompat.VISIBILITY_PRIVATE)
      .build()
    board.notify(0, shown)
  }

  companion object {
    const val TEXT = "text"
    private const val CHANNEL = "due"
  }
}
