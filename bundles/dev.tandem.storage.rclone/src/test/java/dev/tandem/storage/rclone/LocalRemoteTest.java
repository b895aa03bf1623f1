package dev.tandem.storage.rclone;

/** The storage contract on a folder of this machine. */
class LocalRemoteTest extends RcloneContract {
    @Override
    String remote(String place) {
        return ":local:" + folder.resolve("a % of " + place);
    }
}
