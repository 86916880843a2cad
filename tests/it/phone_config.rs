//! What the phone's program is allowed to do, read from its settings: a slip here would be seen by nobody otherwise.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// Addresses that name a format or this very process, not a place in the network.
const NO_PLACES: &[&str] = &[
    "http://schemas.android.com/",
    "https://schema.tauri.app/",
    "http://ipc.localhost",
    "http://tauri.localhost",
];

fn shell() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri")
}

fn text(path: &str) -> Result<String> {
    std::fs::read_to_string(shell().join(path)).with_context(|| path.to_owned())
}

fn settings() -> Result<Value> {
    Ok(serde_json::from_str(&text("tauri.conf.json")?)?)
}

fn android(path: &str) -> Result<String> {
    text(&format!("gen/android/app/src/main/{path}"))
}

/// XML without its comments.
fn manifest() -> Result<String> {
    let whole = android("AndroidManifest.xml")?;
    let bare = whole.split("<!--").map(|part| part.split_once("-->").map_or(part, |(_, after)| after));
    Ok(bare.collect())
}

fn directive(name: &str) -> Result<BTreeSet<String>> {
    let settings = settings()?;
    let policy = settings["app"]["security"]["csp"].as_str().context("no policy")?;
    let found = policy.split(';').map(str::trim).find_map(|part| part.strip_prefix(&format!("{name} ")));
    Ok(found.with_context(|| format!("no {name}"))?.split_whitespace().map(str::to_owned).collect())
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_page_gets_nothing_global_and_cannot_bend_the_prototypes() -> Result<()> {
    let app = &settings()?["app"];
    assert_eq!(app["withGlobalTauri"], json!(false));
    assert_eq!(app["security"]["freezePrototype"], json!(true));
    assert_eq!(app["security"]["dangerousDisableAssetCspModification"], json!(false));
    assert_eq!(app["security"]["assetProtocol"], json!({ "enable": false, "scope": [] }));
    Ok(())
}

#[test]
fn the_policy_lets_in_only_what_the_app_brings() -> Result<()> {
    assert_eq!(directive("default-src")?, set(&["'none'"]));
    assert_eq!(directive("script-src")?, set(&["'self'"]));
    assert_eq!(directive("style-src")?, set(&["'self'"]));
    assert_eq!(directive("connect-src")?, set(&["ipc:", "http://ipc.localhost"]));
    assert_eq!(directive("font-src")?, set(&["'self'", "data:"]));
    assert_eq!(directive("img-src")?, set(&["'self'", "data:", "blob:"]));
    for shut in ["object-src", "base-uri", "form-action", "frame-ancestors"] {
        assert_eq!(directive(shut)?, set(&["'none'"]), "{shut}");
    }
    let settings = settings()?;
    let policy = settings["app"]["security"]["csp"].as_str().context("no policy")?;
    for word in ["unsafe-", "*", "https:", "ws:", "wss:", "strict-dynamic"] {
        assert!(!policy.contains(word), "{word}");
    }
    assert_eq!(settings["app"]["security"]["devCsp"], Value::Null, "one policy everywhere");
    Ok(())
}

#[test]
fn the_page_is_built_in_and_the_window_is_ours_to_make() -> Result<()> {
    let settings = settings()?;
    assert_eq!(settings["build"]["frontendDist"], json!("../ui/dist/field"));
    for absent in ["devUrl", "beforeDevCommand", "beforeBuildCommand"] {
        assert_eq!(settings["build"][absent], Value::Null, "{absent}");
    }
    let windows = settings["app"]["windows"].as_array().context("no windows")?;
    assert_eq!(windows.len(), 1);
    assert_eq!(windows[0]["create"], json!(false), "src/lib.rs makes it, with its guard on addresses");
    assert_eq!(windows[0]["url"], Value::Null);
    assert_eq!(windows[0]["devtools"], Value::Null, "in debug builds only, by default");
    assert_eq!(windows[0]["generalAutofillEnabled"], json!(false));
    assert_eq!(windows[0]["browserExtensionsEnabled"], json!(false));
    assert_eq!((&windows[0]["width"], &windows[0]["height"]), (&json!(390), &json!(844)));
    Ok(())
}

#[test]
fn one_capability_opens_one_door_and_hears_the_back_key() -> Result<()> {
    let files: Vec<_> = std::fs::read_dir(shell().join("capabilities"))?
        .map(|entry| Ok(entry?.file_name()))
        .collect::<std::io::Result<_>>()?;
    assert_eq!(files, ["phone.json"]);
    assert_eq!(settings()?["app"]["security"]["capabilities"], json!(["phone"]));

    let capability: Value = serde_json::from_str(&text("capabilities/phone.json")?)?;
    assert_eq!(capability["identifier"], json!("phone"));
    assert_eq!(capability["windows"], json!(["main"]));
    assert_eq!(capability["remote"], Value::Null, "no page from elsewhere may ask anything");
    let allowed = [
        "allow-door",
        "core:app:allow-register-listener",
        "core:app:allow-remove-listener",
        "core:app:allow-exit",
    ];
    assert_eq!(capability["permissions"], json!(allowed));
    assert!(text("build.rs")?.contains(r#".commands(&["door"])"#));
    assert!(text("src/lib.rs")?.contains("tauri::generate_handler![door::door]"));
    Ok(())
}

#[test]
fn the_shell_brings_no_plugin_and_no_developer_tools() -> Result<()> {
    shared::asserts!("R-PRIV-12");
    let cargo: toml::Table = text("Cargo.toml")?.parse()?;
    let names = cargo["dependencies"].as_table().context("no dependencies")?;
    assert!(names.keys().all(|name| !name.starts_with("tauri-plugin")), "{names:?}");
    assert_eq!(names["tauri"], toml::Value::Table(toml::toml! { workspace = true }));
    let root: toml::Table = text("../Cargo.toml")?.parse()?;
    let tauri = &root["workspace"]["dependencies"]["tauri"];
    assert_eq!(tauri["version"].as_str(), Some("2"), "3.0 alphas exist");
    assert_eq!(
        tauri["features"].as_array().map(Vec::len),
        Some(0),
        "no devtools, no protocol-asset: {tauri}"
    );
    Ok(())
}

#[test]
fn android_asks_for_the_network_the_camera_the_finger_reminders_and_a_place_only() -> Result<()> {
    let manifest = manifest()?;
    let asked: BTreeSet<_> = manifest
        .split("<uses-permission")
        .skip(1)
        .filter_map(|part| part.split('"').nth(1).map(str::to_owned))
        .collect();
    let names = [
        "INTERNET",
        "ACCESS_NETWORK_STATE",
        "CAMERA",
        "USE_BIOMETRIC",
        "POST_NOTIFICATIONS",
        "ACCESS_COARSE_LOCATION",
        "ACCESS_FINE_LOCATION",
    ];
    assert_eq!(asked, names.iter().map(|name| format!("android.permission.{name}")).collect());
    let headers = &settings()?["app"]["security"]["headers"];
    let policy = headers["Permissions-Policy"].as_str().context("no policy")?;
    assert_eq!(policy, "camera=(self), geolocation=(self), microphone=(), usb=(), bluetooth=()");
    for feature in ["location", "location.gps", "location.network"] {
        let spare = format!(r#"android:name="android.hardware.{feature}" android:required="false""#);
        assert!(manifest.contains(&spare), "{feature}");
    }
    assert!(manifest.contains(r#"android:name="android.hardware.camera" android:required="false""#));
    Ok(())
}

#[test]
fn android_shows_the_launcher_one_door_and_others_none() -> Result<()> {
    let manifest = manifest()?;
    assert_eq!(manifest.matches(r#"android:exported="true""#).count(), 3, "the activity and its two names");
    assert_eq!(manifest.matches("<activity ").count() + manifest.matches("<activity\n").count(), 1);
    for part in ["<service", "<provider"] {
        assert!(!manifest.contains(part), "{part}");
    }
    let receivers: Vec<_> = manifest.split("<receiver").skip(1).collect();
    assert_eq!(receivers.len(), 1, "the one that shows reminders");
    assert!(
        receivers[0].contains(".ReminderReceiver") && receivers[0].contains(r#"android:exported="false""#)
    );
    assert_eq!(manifest.matches("<intent-filter").count(), 2);
    assert!(!manifest.contains("android.intent.action.VIEW"), "no deep links");
    assert!(!manifest.contains("<data"), "no deep links");
    assert!(manifest.contains("android.intent.category.LAUNCHER"));
    Ok(())
}

/// R-PRIV-14: at the door the launcher shows another name and icon; at any moment exactly one of the two.
#[test]
fn at_the_door_the_launcher_shows_a_name_that_means_nothing() -> Result<()> {
    shared::asserts!("R-PRIV-14");
    let manifest = manifest()?;
    let aliases: Vec<_> = manifest.split("<activity-alias").skip(1).collect();
    assert_eq!(aliases.len(), 2);
    for (alias, name, label, icon, enabled) in [
        (aliases[0], ".Usual", "@string/app_name", "@mipmap/ic_launcher", "true"),
        (aliases[1], ".Plain", "@string/plain_name", "@drawable/ic_plain", "false"),
    ] {
        let alias = alias.split("</activity-alias>").next().unwrap_or_default();
        for setting in [
            format!(r#"android:name="{name}""#),
            format!(r#"android:label="{label}""#),
            format!(r#"android:icon="{icon}""#),
            format!(r#"android:enabled="{enabled}""#),
            r#"android:targetActivity=".MainActivity""#.to_owned(),
            "android.intent.category.LAUNCHER".to_owned(),
        ] {
            assert!(alias.contains(&setting), "{name}: {setting}");
        }
    }
    let activity = manifest.split("<activity\n").nth(1).and_then(|part| part.split("/>").next());
    assert!(!activity.context("no activity")?.contains("LAUNCHER"), "or it would be shown twice");
    assert!(android("res/values/strings.xml")?.contains(r#"<string name="plain_name">"日程"</string>"#));
    let words = std::fs::read_to_string(shell().join("../ui/src/common/words/doorstep.ts"))?;
    assert!(words.contains("name: '日程'"), "one name in the page and in the launcher");
    assert!(text("src/system/desktop.rs")?.contains(r#"PLAIN_NAME: &str = "日程""#));

    let plugin = android("java/app/guihang/mobile/SystemPlugin.kt")?;
    for word in ["DONT_KILL_APP", "app.guihang.mobile.Usual", "app.guihang.mobile.Plain", "TaskDescription"] {
        assert!(plugin.contains(word), "{word}");
    }
    let first = plugin.find("if (on) listOf(PLAIN, USUAL) else listOf(USUAL, PLAIN)");
    assert!(first.is_some(), "the one to come is enabled before the other goes");
    Ok(())
}

/// R-PRIV-14: what a notification shows is the same at the door: how much, under a calendar's title, with a tick.
#[test]
fn a_notification_names_nobody_and_wears_no_mark_of_the_app() -> Result<()> {
    shared::asserts!("R-PRIV-14");
    let receiver = android("java/app/guihang/mobile/ReminderReceiver.kt")?;
    assert!(receiver.contains("setSmallIcon(R.drawable.ic_reminder)"));
    for word in ["setLargeIcon", "setSubText", "setStyle", "addAction", "app_name", "setPublicVersion"] {
        assert!(!receiver.contains(word), "{word}");
    }
    let said = text("src/system.rs")?;
    assert!(said.contains("今天有 {} 件事到期"), "a number and no kind");
    Ok(())
}

#[test]
fn nothing_leaves_the_phone_by_backup_or_in_the_clear() -> Result<()> {
    shared::asserts!("R-PRIV-4");
    let manifest = manifest()?;
    for setting in [
        r#"android:allowBackup="false""#,
        r#"android:dataExtractionRules="@xml/data_extraction_rules""#,
        r#"android:fullBackupContent="@xml/full_backup_content""#,
        r#"android:usesCleartextTraffic="false""#,
    ] {
        assert!(manifest.contains(setting), "{setting}");
    }
    assert!(!manifest.contains("networkSecurityConfig"), "nothing may loosen it again");
    assert!(!manifest.contains("debuggable"));
    let rules = android("res/xml/data_extraction_rules.xml")?;
    let older = android("res/xml/full_backup_content.xml")?;
    for domain in ["root", "file", "database", "sharedpref", "external"] {
        let exclude = format!(r#"<exclude domain="{domain}" path="." />"#);
        assert_eq!(rules.matches(&exclude).count(), 2, "{domain}: cloud and transfer");
        assert_eq!(older.matches(&exclude).count(), 1, "{domain}");
    }
    assert!(!rules.contains("<include") && !older.contains("<include"));
    assert!(!text("gen/android/app/build.gradle.kts")?.contains("usesCleartextTraffic"));
    Ok(())
}

#[test]
fn the_screen_cannot_be_pictured_and_the_secret_stays_in_the_keystore() -> Result<()> {
    let activity = android("java/app/guihang/mobile/MainActivity.kt")?;
    let secure =
        activity.find("window.setFlags(WindowManager.LayoutParams.FLAG_SECURE").context("FLAG_SECURE")?;
    let begins = activity.find("super.onCreate").context("onCreate")?;
    assert!(secure < begins, "before anything is drawn");
    assert!(!activity.contains("clearFlags"), "and never taken off");
    for word in ["allowFileAccess = false", "allowContentAccess = false"] {
        assert!(activity.contains(word), "{word}");
    }
    assert!(activity.contains("IMPORTANT_FOR_AUTOFILL_NO_EXCLUDE_DESCENDANTS"));
    assert!(!activity.contains("setWebContentsDebuggingEnabled"));
    let keystore = android("java/app/guihang/mobile/KeystorePlugin.kt")?;
    for word in [r#""AndroidKeyStore""#, "BLOCK_MODE_GCM", "setKeySize(256)", "noBackupFilesDir"] {
        assert!(keystore.contains(word), "{word}");
    }
    for word in ["Log.", "println", "SharedPreferences", "deleteEntry", ".delete("] {
        assert!(!keystore.contains(word), "{word}");
    }
    let rust = text("src/keystore/android.rs")?;
    assert!(
        rust.contains(r#"PACKAGE: &str = "app.guihang.mobile""#)
            && rust.contains(r#"CLASS: &str = "KeystorePlugin""#)
    );
    assert_eq!(settings()?["identifier"], json!("app.guihang.mobile"));
    assert!(text("gen/android/app/build.gradle.kts")?.contains(r#"applicationId = "app.guihang.mobile""#));
    Ok(())
}

/// R-PRIV-14: name and icon tell a bystander nothing.
#[test]
fn the_name_on_the_phone_tells_a_bystander_nothing() -> Result<()> {
    shared::asserts!("R-PRIV-14");
    let settings = settings()?;
    assert_eq!(settings["productName"], json!("归航"));
    assert_eq!(settings["mainBinaryName"], json!("guihang-app"));
    let icon = android("res/drawable/ic_plain.xml")?;
    let names = [icon, android("res/values/strings.xml")?, settings.to_string(), manifest()?];
    for revealing in ["毒", "康复", "禁", "检测", "drug", "rehab", "police", "警"] {
        assert!(names.iter().all(|text| !text.contains(revealing)), "{revealing}");
    }
    Ok(())
}

/// R-PRIV-14: a reminder says how much and nothing else, its title is a calendar's, the start screen is empty.
#[test]
fn reminders_and_the_start_screen_tell_a_bystander_nothing() -> Result<()> {
    shared::asserts!("R-PRIV-14");
    let receiver = android("java/app/guihang/mobile/ReminderReceiver.kt")?;
    assert!(receiver.contains("VISIBILITY_PRIVATE") && receiver.contains("R.string.reminder_title"));
    assert!(
        android("res/values/strings.xml")?.contains(r#"<string name="reminder_title">"日程提醒"</string>"#)
    );
    let splash = android("res/values-v31/themes.xml")?;
    assert!(splash.contains("windowSplashScreenAnimatedIcon\">@drawable/splash_nothing"));
    assert!(android("res/drawable/splash_nothing.xml")?.contains("@android:color/transparent"));
    let plugin = android("java/app/guihang/mobile/SystemPlugin.kt")?;
    for word in ["Log.", "println", "SharedPreferences", "ACTION_CALL", "setExact", "ACTION_SEND"] {
        assert!(!plugin.contains(word) && !receiver.contains(word), "{word}");
    }
    assert!(plugin.contains("Intent.ACTION_DIAL") && plugin.contains("isActiveNetworkMetered"));
    let rust = text("src/system/android.rs")?;
    assert!(rust.contains(r#"CLASS: &str = "SystemPlugin""#));
    for command in ["network", "dial", "save", "remind", "plain", "biometric", "makeSecret", "openSecret"] {
        assert!(plugin.contains(&format!("fun {command}(invoke: Invoke)")), "{command} in Kotlin");
        assert!(rust.contains(&format!("\"{command}\"")), "{command} in Rust");
    }
    Ok(())
}

/// An answer of yes or no would open nothing: the secret is under a key that the hardware gives only to the finger.
#[test]
fn a_finger_opens_by_a_key_bound_to_it_that_a_new_finger_ends() -> Result<()> {
    let key = android("java/app/guihang/mobile/BiometricKey.kt")?;
    for word in [
        r#""AndroidKeyStore""#,
        "setUserAuthenticationRequired(true)",
        "setInvalidatedByBiometricEnrollment(true)",
        "AUTH_BIOMETRIC_STRONG",
        "BiometricPrompt.CryptoObject(cipher)",
        "noBackupFilesDir",
        "KeyPermanentlyInvalidatedException",
    ] {
        assert!(key.contains(word), "{word}");
    }
    for word in ["DEVICE_CREDENTIAL", "BIOMETRIC_WEAK", "Log.", "println", "SharedPreferences"] {
        assert!(!key.contains(word), "{word}");
    }
    Ok(())
}

/// The keyboard must not cover the field, Back must save first, rotation must not throw the page away.
#[test]
fn keyboard_back_and_rotation_cost_no_draft() -> Result<()> {
    let manifest = manifest()?;
    assert!(manifest.contains(r#"android:windowSoftInputMode="adjustResize""#));
    assert!(manifest.contains(r#"android:launchMode="singleTask""#));
    for change in ["orientation", "screenSize", "keyboardHidden", "uiMode", "smallestScreenSize"] {
        assert!(manifest.contains(change), "{change}");
    }
    let activity = android("java/app/guihang/mobile/MainActivity.kt")?;
    for inset in ["Type.ime()", "Type.systemBars()", "Type.displayCutout()"] {
        assert!(activity.contains(&format!("WindowInsetsCompat.{inset}")), "{inset}");
    }
    assert!(activity.contains("view.setPadding") && activity.contains("WindowInsetsCompat.CONSUMED"));
    assert!(!activity.contains("onBackPressed"), "Tauri hands Back to the page");
    let back = std::fs::read_to_string(shell().join("../ui/src/common/backButton.ts"))?;
    assert!(back.contains("saveDrafts().then"), "drafts first");
    Ok(())
}

#[test]
fn no_setting_names_a_place_in_the_network() -> Result<()> {
    shared::asserts!("R-PRIV-12");
    let mut settings =
        vec!["tauri.conf.json", "capabilities/phone.json", "src/lib.rs", "src/door.rs", "src/keystore.rs"]
            .into_iter()
            .map(text)
            .collect::<Result<Vec<_>>>()?;
    for kotlin in
        ["MainActivity.kt", "KeystorePlugin.kt", "SystemPlugin.kt", "ReminderReceiver.kt", "BiometricKey.kt"]
    {
        settings.push(android(&format!("java/app/guihang/mobile/{kotlin}"))?);
    }
    settings.push(manifest()?);
    for text in settings {
        let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
        for scheme in ["http://", "https://", "ws://", "wss://"] {
            for (at, _) in shipped.match_indices(scheme) {
                let address = &shipped[at..];
                let known = NO_PLACES.iter().any(|place| address.starts_with(place));
                assert!(known, "{}", address.lines().next().unwrap_or_default());
            }
        }
    }
    Ok(())
}
