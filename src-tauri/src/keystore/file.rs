//! A desktop's stand-in: the secret in a file only its owner can read, beside the data it helps to lock.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{Device, Keystore, KeystoreError, Secret};
use crate::machine;

const NAME: &str = "keystore.secret";

/// The secret in `DIR/keystore.secret`, mode 0600.
#[derive(Debug)]
pub struct FileKeystore {
    folder: PathBuf,
}

impl FileKeystore {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Written under another name and then linked to its own, so that neither a crash nor a second process can leave
    /// half a secret or replace one.
    fn make(&self) -> Result<(), KeystoreError> {
        fs::create_dir_all(&self.folder)?;
        let mut bytes = Secret::default();
        machine::fill(bytes.as_mut_slice());
        let draft = self.folder.join(format!("{NAME}.{}", std::process::id()));
        let mut file = create_private(&draft)?;
        file.write_all(bytes.as_slice())?;
        file.sync_all()?;
        let linked = fs::hard_link(&draft, self.folder.join(NAME));
        fs::remove_file(&draft)?;
        match linked {
            Err(problem) if problem.kind() != ErrorKind::AlreadyExists => Err(problem.into()),
            Ok(()) | Err(_) => {
                #[cfg(unix)]
                File::open(&self.folder)?.sync_all()?;
                Ok(())
            }
        }
    }
}

impl Keystore for FileKeystore {
    fn secret(&self) -> Result<Secret, KeystoreError> {
        let path = self.folder.join(NAME);
        if !path.try_exists()? {
            self.make()?;
        }
        let bytes = zeroize::Zeroizing::new(fs::read(path)?);
        <[u8; 32]>::try_from(bytes.as_slice())
            .map(Secret::new)
            .map_err(|_| KeystoreError::Damaged(bytes.len()))
    }

    fn device(&self) -> Result<Device, KeystoreError> {
        Ok(Device { name: "演示机（电脑窗口）".to_owned(), hardware: false })
    }
}

fn create_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_made_once_and_readable_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let keystore = FileKeystore::new(&folder.path().join("data"));
        let first = keystore.secret().unwrap();
        assert_ne!(*first, [0; 32]);
        assert_eq!(*keystore.secret().unwrap(), *first);
        let names: Vec<_> =
            fs::read_dir(folder.path().join("data")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, [NAME]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join("data").join(NAME)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_secret_is_reported_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), [7; 5]).unwrap();
        let found = FileKeystore::new(folder.path()).secret();
        assert!(matches!(found, Err(KeystoreError::Damaged(5))), "{found:?}");
        assert_eq!(fs::read(folder.path().join(NAME)).unwrap(), [7; 5]);
    }

    #[test]
    fn a_desktop_says_that_it_is_a_demo_device() {
        let device = FileKeystore::new(Path::new("unused")).device().unwrap();
        assert!(!device.hardware);
        assert!(device.name.contains("演示机"));
    }

    #[test]
    fn two_phones_in_two_folders_have_two_secrets() {
        let one = tempfile::tempdir().unwrap();
        let two = tempfile::tempdir().unwrap();
        let secret = |folder: &tempfile::TempDir| FileKeystore::new(folder.path()).secret().unwrap();
        assert_ne!(*secret(&one), *secret(&two));
    }
}
